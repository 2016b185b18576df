"""Sound classification from recordings to a published model, and what it says to bad input."""

import array
import base64
import json
import pathlib
import struct
import tempfile
import unittest
import zipfile

import tones
from easel import Easel, Failed, request
from parity_test import blob_of

QUICK = ("--mode", "quick")


def float_wav(values, rate=tones.RATE, channels=1, claimed=None):
    """A WAV of 32-bit floats that may say that it holds more than it does."""
    data = array.array("f", values).tobytes()
    form = struct.pack("<HHIIHH", 3, channels, rate, rate * channels * 4, channels * 4, 32)
    size = len(data) if claimed is None else claimed
    return (b"RIFF" + struct.pack("<I", min(36 + size, 0xFFFFFFFF)) + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data"
            + struct.pack("<I", size) + data)


class Sounds(unittest.TestCase):
    def setUp(self):
        self.easel = Easel()
        self.addCleanup(self.easel.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.easel.run("project", "create", "p", "--task", "sound-classification")

    def fill(self, easel=None, machines=range(4), count=5):
        tones.archive(self.path / "train.zip", machines, count)
        return (easel or self.easel).run("data", "import", "p", self.path / "train.zip", "--names", tones.NAMES)

    def zipped(self, files, name="some.zip"):
        with zipfile.ZipFile(self.path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in files.items():
                archive.writestr(entry, content)
        return self.path / name

    def fails(self, code, *arguments):
        with self.assertRaises(Failed) as failed:
            self.easel.run(*arguments)
        error = failed.exception.error
        self.assertEqual(error["code"], code, error)
        self.assertTrue(error["message"] and error["hint"], error)

    def api(self, url, token, path, body=None, method=None):
        status, answer = request(url + "api/v1/" + path, None if body is None else json.dumps(body).encode(),
                                 {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, method)
        return status, json.loads(answer)

    def test_the_whole_way(self):
        self.assertEqual(self.fill()["added"], 60)
        findings = self.easel.run("data", "check", "p")["findings"]
        self.assertEqual([finding for finding in findings if finding["severity"] == "error"], [])
        model = self.easel.run("train", "p", *QUICK)
        self.assertGreater(model["metrics"]["accuracy"], 0.9)

        new = tones.archive(self.path / "test.zip", (10, 11), 3)
        judged = self.easel.run("evaluate", "p", self.path / "test.zip")
        self.assertEqual(judged["items"], 18)
        self.assertGreater(judged["metrics"]["accuracy"], 0.8)
        # Recordings in the wrong folders are all mistakes, and the report shows the score of each.
        wrong = {f"{'hum' if file.startswith('hiss') else 'hiss'}/{file.replace('/', '-')}": content for file, content in new.items()
                 if not file.startswith("hum")}
        mistakes = self.easel.run("evaluate", "p", self.zipped(wrong))["mistakes"]
        self.assertGreater(len(mistakes), 3)
        for mistake in mistakes:
            file = self.path / "mistake.wav"
            file.write_bytes(next(content for entry, content in wrong.items() if entry.endswith(mistake["name"].split("/")[-1])))
            best = self.easel.run("predict", "p", file)[0]["results"][0]
            self.assertEqual([mistake["prediction"], mistake["score"]], [best["name"], best["score"]])

        # What is served is what was judged, to the last bit.
        self.easel.run("publish", "p", "--as", "live")
        key, token = self.easel.run("key", "create", "test"), self.easel.run("token", "create", "test")["token"]
        with self.easel.serving() as url:
            groups = self.api(url, token, "projects/p/models/1/report")[1]["groups"]
            self.assertEqual(sorted(group["name"] for group in groups), ["m0", "m1", "m2", "m3"])
            self.assertEqual({group["items"] for group in groups}, {15})
            _, body = request(f"{url}oauth/2.0/token?grant_type=client_credentials&client_id={key['client_id']}"
                              f"&client_secret={key['client_secret']}", b"")
            access = json.loads(body)["access_token"]
            for content in list(new.values())[::5]:
                (self.path / "one.wav").write_bytes(content)
                by_command = self.easel.run("predict", "p", self.path / "one.wav")[0]["results"]
                status, body = request(f"{url}api/v1/predict/live", content,
                                       {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"})
                self.assertEqual(status, 200, body)
                self.assertEqual(json.loads(body)["results"], by_command)
                _, body = request(f"{url}rpc/2.0/ai_custom/v1/sound_cls/live?access_token={access}",
                                  json.dumps({"sound": base64.b64encode(content).decode(), "top_num": 100}).encode(),
                                  {"Content-Type": "application/json"})
                self.assertEqual(json.loads(body)["results"], by_command)

        # A long recording falls into passages.
        (self.path / "long.wav").write_bytes(tones.long_recording(("hum", "hiss", "knock"), 10, 1, 4))
        passages = self.easel.run("predict", "p", self.path / "long.wav")[0]["passages"]
        self.assertEqual([passage["name"] for passage in passages], ["hum", "hiss", "knock"], passages)
        for passage, begin in zip(passages, (0, 4, 8)):
            self.assertAlmostEqual(passage["begin"], begin, delta=0.5)
        self.assertEqual(passages[-1]["begin"] + passages[-1]["seconds"], 12)

    def test_the_same_data_and_seed_give_the_same_bytes(self):
        other = Easel()
        self.addCleanup(other.close)
        other.run("project", "create", "p", "--task", "sound-classification")
        for easel in (self.easel, other):
            self.fill(easel, count=3)
            easel.run("train", "p", *QUICK)
            easel.run("train", "p", "--epochs", "2")
        for number in (1, 2):
            self.assertEqual(blob_of(self.easel, "p", number), blob_of(other, "p", number), number)
        self.easel.run("train", "p", "--epochs", "2", "--seed", "2")
        self.assertNotEqual(blob_of(self.easel, "p", 2), blob_of(self.easel, "p", 3))

    def test_segments_of_long_recordings(self):
        orders = [("hum", "hiss", "knock"), ("knock", "hum", "hiss"), ("hiss", "knock", "hum")]
        files = {f"m{machine}_{number}.wav": tones.long_recording(orders[number], machine, number)
                 for machine in range(3) for number in range(3)}
        self.easel.run("data", "import", "p", self.zipped(files), "--format", "files", "--names", "{group}_{number}")
        token = self.easel.run("token", "create", "test")["token"]
        with self.easel.serving() as url:
            items = self.api(url, token, "projects/p/items")[1]["items"]
            self.assertEqual({item["group"] for item in items}, {"m0", "m1", "m2"})
            for item in items:
                path = f"projects/p/items/{item['id']}/segments"
                _, before = self.api(url, token, path)
                order = orders[int(item["name"].split("_")[-1].split(".")[0])]
                wanted = {"revision": before["revision"], "labelled": True,
                          "segments": [{"name": name, "begin": 2.0 * place + 0.1, "seconds": 1.8} for place, name in enumerate(order)]}
                status, stored = self.api(url, token, path, wanted, "PUT")
                self.assertEqual(status, 200, stored)
                self.assertEqual(stored["segments"], wanted["segments"])
                late = {**wanted, "segments": wanted["segments"][:1]}  # of whoever read the first revision
                self.assertEqual(self.api(url, token, path, late, "PUT")[0], 409)
        model = self.easel.run("train", "p", *QUICK)
        self.assertGreater(model["metrics"]["accuracy"], 0.9)
        (self.path / "one.wav").write_bytes(tones.recording("knock", 10, 1, 1.8))
        self.assertEqual(self.easel.run("predict", "p", self.path / "one.wav")[0]["results"][0]["name"], "knock")

    def test_broken_recordings_cost_themselves_only(self):
        fine = tones.samples("hum", 1, 1)
        with open(self.path / "hours.wav", "wb") as file:  # ten hours, whose silence takes no room
            file.write(float_wav([], 4000, claimed=36000 * 4000 * 4)[:44])
            file.truncate(44 + 36000 * 4000 * 4)
        files = {"hum/good.wav": tones.recording("hum", 1, 2),
                 "hum/long-claim.wav": float_wav(fine, claimed=0x7FFFFF00),
                 "hum/low.wav": tones.wav(fine[:2000], 8000),
                 "hum/high.wav": tones.wav(fine * 4, 192_000, 8),
                 "hum/silence.wav": tones.wav([0] * 8000),
                 "hum/nan.wav": float_wav([float("nan") if i % 7 == 0 else value for i, value in enumerate(fine)]),
                 "hum/nothing.wav": tones.wav([]),
                 "hum/empty.wav": b"",
                 "hum/text.mp3": b"this is not a recording " * 40}
        report = self.easel.run("data", "import", "p", self.zipped(files))
        self.assertEqual([report["added"], report["failed"]], [6, 3], report)
        codes = {issue["entry"]: issue["code"] for issue in report["issues"]}
        self.assertEqual(codes["hum/nothing.wav"], "sound-empty")
        self.assertEqual(codes["hum/empty.wav"], "sound-empty")
        self.assertEqual(codes["hum/text.mp3"], "sound-unknown-format")
        folder = self.path / "hum"
        folder.mkdir()
        (self.path / "hours.wav").rename(folder / "hours.wav")
        self.fails("no-sounds", "data", "import", "p", folder)
        findings = {finding["code"] for finding in self.easel.run("data", "check", "p")["findings"]}
        self.assertIn("sound-silent", findings)
        self.fails("one-class-only", "train", "p", *QUICK)
        self.fill(count=2)
        self.easel.run("train", "p", *QUICK)
        (self.path / "bad.wav").write_bytes(files["hum/text.mp3"])
        self.fails("sound-unknown-format", "predict", "p", self.path / "bad.wav")
        (self.path / "bad.wav").write_bytes(files["hum/nan.wav"])
        self.assertEqual(len(self.easel.run("predict", "p", self.path / "bad.wav")[0]["results"]), 3)

    def test_one_machine_only_is_said(self):
        self.fill(machines=[1], count=6)
        self.easel.run("train", "p", *QUICK)
        findings = self.easel.run("data", "check", "p")["findings"]
        self.assertTrue(any("of one group" in finding["message"] for finding in findings), findings)
        token = self.easel.run("token", "create", "test")["token"]
        with self.easel.serving() as url:
            remarks = self.api(url, token, "projects/p/models/1/report")[1]["remarks"]
        self.assertTrue(any("of one group" in remark for remark in remarks), remarks)

    def test_nothing_to_train_on(self):
        self.fails("no-items", "train", "p")


if __name__ == "__main__":
    unittest.main()
