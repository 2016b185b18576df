"""Object detection from boxes to a published detector, and what it says to bad input."""

import json
import os
import pathlib
import random
import signal
import struct
import tempfile
import time
import unittest
import zipfile

import shapes
from easel import Easel, Failed, request
from kill_test import kill_all
from parity_test import blob_of

KILLS = int(os.environ.get("EASEL_KILLS", "2"))
SMALL = ("--side", "160", "--epochs", "12")


def overlap(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    return width * height / (area(a) + area(b) - width * height)


class Detection(unittest.TestCase):
    def setUp(self):
        self.easel = Easel()
        self.addCleanup(self.easel.close)
        self.addCleanup(kill_all, self.easel)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.easel.run("project", "create", "p", "--task", "object-detection")

    def fill(self, count=60):
        shapes.archive(self.path / "train.zip", range(count))
        return self.easel.run("data", "import", "p", self.path / "train.zip")

    def fails(self, code, *arguments):
        with self.assertRaises(Failed) as failed:
            self.easel.run(*arguments)
        error = failed.exception.error
        self.assertEqual(error["code"], code, error)
        self.assertTrue(error["message"] and error["hint"], error)
        return error

    def test_the_whole_way(self):
        report = self.fill()
        self.assertEqual(report["added"], 60)
        model = self.easel.run("train", "p", *SMALL)
        self.assertGreater(model["metrics"]["map50"], 0.8)

        truth = shapes.archive(self.path / "test.zip", range(1000, 1012))
        judged = self.easel.run("evaluate", "p", self.path / "test.zip")
        self.assertEqual(judged["items"], 12)
        self.assertGreater(judged["metrics"]["map50"], 0.8)
        self.assertEqual([row["name"] for row in judged["per_class"]], ["disc", "square"])

        content, boxes = shapes.picture(1000)
        (self.path / "one.png").write_bytes(content)
        found = self.easel.run("predict", "p", self.path / "one.png")[0]["results"]
        for name, *edges in truth["1000.png"]:
            best = max((overlap(edges, (box["left"], box["top"], box["left"] + box["width"], box["top"] + box["height"]))
                        for box in (result["location"] for result in found if result["name"] == name)), default=0)
            self.assertGreater(best, 0.5, (name, edges, found))
        self.assertEqual(self.easel.run("predict", "p", self.path / "one.png", "--threshold", "1")[0]["results"], [])

        # What is served is what was judged, to the last bit.
        self.easel.run("publish", "p", "--as", "live")
        token = self.easel.run("token", "create", "test")["token"]
        everything = self.easel.run("predict", "p", self.path / "one.png", "--threshold", "0")[0]["results"]
        in_report = next(picture for picture in judged["pictures"] if picture["name"].endswith("1000.png"))
        with self.easel.serving() as url:
            status, body = request(f"{url}api/v1/predict/live?threshold=0", content, {"Authorization": f"Bearer {token}"})
        self.assertEqual(status, 200, body)
        self.assertEqual(json.loads(body)["results"], everything)
        # A report is stored as text, which costs a number its last bit now and then; scores are 32-bit numbers.
        exact = lambda boxes: sorted((struct.pack("<f", box["score"]), box["name"]) for box in boxes)
        places = lambda boxes: sorted([box["location"][side] for side in ("left", "top", "width", "height")] for box in boxes)
        self.assertEqual(exact(in_report["found"]), exact(everything))
        for judged_place, served_place in zip(places(in_report["found"]), places(everything), strict=True):
            for judged_side, served_side in zip(judged_place, served_place):
                self.assertAlmostEqual(judged_side, served_side, places=9)

    def bundle(self, number):
        return blob_of(self.easel, "p", number)

    def test_seed_and_data_decide_whatever_happens(self):
        self.fill(24)
        options = ("--side", "128", "--epochs", "6")
        first = self.easel.run("train", "p", *options)
        chance = random.Random(5)
        for _ in range(KILLS):
            process = self.easel.start("train", "p", *options)
            time.sleep(chance.uniform(0.2, first["seconds"]))
            kill_all(self.easel)
            process.communicate()
            for job in self.easel.run("jobs", "list"):
                if job["state"] in ("queued", "running"):
                    self.easel.run("jobs", "follow", job["id"])
        last = self.easel.run("train", "p", *options)["version"]
        self.assertEqual(last, KILLS + 2)
        for number in range(2, last + 1):
            self.assertEqual(self.bundle(number), self.bundle(1), number)
        other = self.easel.run("train", "p", *options, "--seed", "2")
        self.assertNotEqual(self.bundle(1), self.bundle(other["version"]))

    def test_a_finished_training_outlives_its_worker(self):
        self.fill(8)
        with zipfile.ZipFile(self.path / "plain.zip", "w") as archive:
            for seed in range(100, 400):
                archive.writestr(f"{seed}.png", shapes.picture(seed)[0])
        self.easel.run("data", "import", "p", self.path / "plain.zip")
        job = lambda: next((job for job in self.easel.run("jobs", "list") if job["kind"] == "train"), {})
        process = self.easel.start("train", "p", "--side", "640", "--epochs", "1")
        while job().get("progress", {}).get("stage") != "rank":
            self.assertIsNone(process.poll(), "it ended before it could be stopped")
        kill_all(self.easel, b"--job", signal.SIGTERM)
        out, _ = process.communicate()
        self.assertEqual(json.loads(out)["version"], 1)
        self.assertEqual(job()["attempt"], 1)

    def test_the_classic_network_learns_from_nothing(self):
        self.fill(12)
        self.fails("network-needs-full-mode", "train", "p", "--network", "mobilenet-ssd")
        model = self.easel.run("train", "p", "--network", "mobilenet-ssd", "--mode", "full", "--epochs", "1")
        self.assertIn("mobilenet-ssd", model["model"]["name"])
        self.easel.run("publish", "p", "--as", "classic")  # the gate runs the golden pictures

    def test_the_whole_network_learns_on(self):
        self.fill(16)
        model = self.easel.run("train", "p", "--mode", "full", "--epochs", "1", "--side", "128")
        self.assertIn("map50", model["metrics"])

    def test_training_without_boxes_or_time_says_so(self):
        self.fails("no-items", "train", "p")
        with zipfile.ZipFile(self.path / "empty.zip", "w") as archive:
            for seed in range(4):
                archive.writestr(f"{seed}.png", shapes.picture(seed)[0])
            archive.writestr("annotations.json", json.dumps(shapes.coco({f"{seed}.png": [] for seed in range(4)})))
        self.easel.run("data", "import", "p", self.path / "empty.zip")
        self.fails("no-boxes", "train", "p")
        self.fill(8)
        self.fails("time-limit-too-short", "train", "p", "--side", "1024", "--time-limit", "1s")

    def voc(self, body, picture=True):
        with zipfile.ZipFile(self.path / "voc.zip", "w") as archive:
            if picture:
                archive.writestr("JPEGImages/a.png", shapes.picture(1)[0])
            archive.writestr("Annotations/a.xml", body)
        return self.path / "voc.zip"

    def annotation(self, *boxes):
        objects = "".join("<object><name>disc</name><bndbox>" + "".join(
            f"<{edge}>{value}</{edge}>" for edge, value in zip(("xmin", "ymin", "xmax", "ymax"), box)) + "</bndbox></object>"
            for box in boxes)
        return (f"<annotation><filename>a.png</filename><size><width>160</width><height>120</height></size>{objects}"
                "</annotation>")

    def codes(self, report):
        return {issue["code"] for issue in report["issues"]}

    def test_hostile_and_broken_boxes_cost_themselves_only(self):
        good = (10, 10, 40, 40)
        for box, code in (("nan", 1, 40, 40), "box-not-a-number"), ((60, 10, 20, 40), "box-corners-swapped"), \
                ((300, 200, 400, 300), "box-outside"), ((-20, -20, 50, 50), "box-clipped"):
            with self.subTest(code):
                name = f"p-{code}"
                self.easel.run("project", "create", name, "--task", "object-detection")
                report = self.easel.run("data", "import", name, self.voc(self.annotation(good, box)))
                self.assertEqual(report["added"], 1, report)
                self.assertIn(code, self.codes(report), report)

    def test_an_xml_bomb_is_refused(self):
        entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "bomb"}">' for i in range(10))
        report = self.easel.run("data", "import", "p",
                                self.voc(f"<!DOCTYPE annotation [{entities}]><annotation><filename>&e9;</filename></annotation>"))
        self.assertIn("label-file-invalid", self.codes(report), report)

    def test_a_picture_that_is_not_there_is_named(self):
        shapes.archive(self.path / "train.zip", range(3))
        with zipfile.ZipFile(self.path / "part.zip", "w") as part, zipfile.ZipFile(self.path / "train.zip") as whole:
            for name in whole.namelist():
                if not name.endswith("1.png"):
                    part.writestr(name, whole.read(name))
        report = self.easel.run("data", "import", "p", self.path / "part.zip")
        self.assertEqual(report["added"], 2)
        self.assertTrue(any("1.png" in issue["entry"] for issue in report["issues"]), report)

    def test_ten_thousand_boxes_in_a_picture(self):
        boxes = [(x, y, x + 3, y + 3) for x in range(0, 150) for y in range(0, 100)][:10_000]
        report = self.easel.run("data", "import", "p", self.voc(self.annotation(*boxes)))
        self.assertEqual(report["added"], 1)
        self.easel.run("data", "import", "p", self.fill_path())
        self.easel.run("train", "p", "--side", "128", "--epochs", "1")

    def fill_path(self):
        shapes.archive(self.path / "more.zip", range(100, 108))
        return self.path / "more.zip"


if __name__ == "__main__":
    unittest.main()
