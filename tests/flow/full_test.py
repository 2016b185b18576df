"""Full mode: a whole network learns, from nothing or on from weights, whatever happens on the way."""

import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import tempfile
import time
import unittest

from easel import Easel, Failed, SAMPLES
from kill_test import kill_all
from parity_test import blob_of

KILLS = int(os.environ.get("EASEL_KILLS", "3"))
SMALL = ("--mode", "full", "--network", "mobilenet-v2", "--width", "0.25", "--start", "nothing", "--side", "64")


def safetensors(tensors):
    """A file of float32 tensors, {name: shape}, of zeros."""
    header, at = {}, 0
    for name, shape in tensors.items():
        size = 4
        for side in shape:
            size *= side
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(at)


class Full(unittest.TestCase):
    def setUp(self):
        self.easel = Easel()
        self.addCleanup(self.easel.close)
        self.addCleanup(kill_all, self.easel)
        self.easel.run("project", "create", "p", "--task", "image-classification")

    def fill(self):
        self.easel.run("data", "import", "p", SAMPLES / "train")

    def fails(self, code, *arguments):
        with self.assertRaises(Failed) as failed:
            self.easel.run("train", "p", *arguments)
        self.assertEqual(failed.exception.error["code"], code)
        return failed.exception.error

    def test_a_network_learns_on_from_shipped_weights_is_judged_and_published(self):
        self.fill()
        model = self.easel.run("train", "p", "--mode", "full", "--side", "96", "--epochs", "4", "--augment", "light")
        self.assertGreater(model["metrics"]["accuracy"], 0.6)  # of four classes
        self.easel.run("publish", "p", "--as", "live")  # the gate runs the golden pictures
        judged = self.easel.run("evaluate", "p", SAMPLES / "held-out")
        self.assertGreater(judged["metrics"]["accuracy"], 0.6)

    def test_processes_kills_and_cancellations_leave_no_trace_in_the_model(self):
        self.fill()
        options = (*SMALL, "--epochs", "24", "--batch", "16")
        self.easel.run("train", "p", *options)
        self.easel.run("train", "p", *options, "--processes", "2")
        chance = random.Random(3)
        for _ in range(KILLS):
            process = self.easel.start("train", "p", *options)
            try:
                process.communicate(timeout=chance.uniform(0.3, 3))
            except subprocess.TimeoutExpired:
                kill_all(self.easel)
                process.communicate()
            for job in self.easel.run("jobs", "list"):
                if job["state"] in ("queued", "running"):
                    self.easel.run("jobs", "follow", job["id"])
        first = blob_of(self.easel, "p", 1)
        for number in range(2, KILLS + 3):
            self.assertEqual(blob_of(self.easel, "p", number), first, number)

    def test_a_lost_process_is_replaced(self):
        self.fill()
        options = (*SMALL, "--epochs", "24", "--batch", "16")
        self.easel.run("train", "p", *options)
        process = self.easel.start("train", "p", *options, "--processes", "2")
        lost = False
        while process.poll() is None and not lost:
            lost = any(self.kill_member())
        process.communicate()
        self.assertTrue(lost)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(blob_of(self.easel, "p", 2), blob_of(self.easel, "p", 1))

    def kill_member(self):
        """Kills members that have begun to compute."""
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                command = pathlib.Path(f"/proc/{entry}/cmdline").read_bytes().split(b"\0")
                environment = pathlib.Path(f"/proc/{entry}/environ").read_bytes().split(b"\0")
                ticks = int(pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[11])
            except OSError:
                continue
            if b"--member" in command and f"EASEL_HOME={self.easel.home}".encode() in environment and ticks > 100:
                os.kill(int(entry), 9)
                yield True

    def test_a_run_under_another_time_limit_is_another_run(self):
        self.fill()
        for count, limit in enumerate(("30s", "40s"), 1):
            process = self.easel.start("train", "p", *SMALL, "--time-limit", limit)
            begun = set()
            while len(begun) < count and process.poll() is None:
                begun = set((self.easel.home / "cache" / "training").glob("*.epochs"))
                time.sleep(0.01)
            kill_all(self.easel)
            process.communicate()
            self.assertEqual(len(begun), count)

    def test_curves_for_tensorboard(self):
        self.fill()
        self.easel.run("train", "p", *SMALL, "--epochs", "2", "--tensorboard")
        (file,) = (self.easel.home / "tensorboard").rglob("events.out.tfevents.*")
        self.assertIn(b"brain.Event:2", file.read_bytes())
        self.assertGreater(file.stat().st_size, 200)

    def test_weights_that_are_none(self):
        self.fill()
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        file = folder / "weights.safetensors"
        whole = safetensors({"features.0.0.weight": [32, 3, 3, 3]})
        start = ("--mode", "full", "--network", "mobilenet-v2", "--start", file)

        file.write_bytes(whole[:-7])
        self.assertIn("features.0.0.weight", self.fails("weights-broken", *start)["item"])
        file.write_bytes(whole.replace(b"[0, 3456]", b"[0, 9456]"))
        self.assertIn("features.0.0.weight", self.fails("weights-broken", *start)["item"])
        file.write_bytes(b"no weights at all")
        self.fails("weights-broken", *start)
        file.write_bytes(safetensors({"features.0.0.weight": [32, 3, 5, 5]}))
        self.assertIn("features.0.0.weight", self.fails("weights-unfit", *start)["item"])
        file.unlink()
        self.fails("file-not-found", *start)

    def test_too_little_time_and_a_loss_that_is_no_number(self):
        self.fill()
        error = self.fails("time-limit-too-short", "--mode", "full", "--network", "inception-v4", "--start", "nothing",
                           "--side", "299", "--time-limit", "4s")
        self.assertIn("takes about", error["message"])
        self.fails("training-diverged", "--mode", "full", "--network", "squeezenet", "--start", "nothing", "--side",
                   "64", "--epochs", "3", "--rate", "100")

    def test_options_of_full_mode_are_refused_elsewhere(self):
        self.fill()
        self.assertEqual(self.fails("option-invalid", "--epochs", "3")["item"], "epochs")

    def test_a_class_of_two_pictures(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for source in ("fish", "tools"):
            (folder / source).mkdir()
            for picture in sorted((SAMPLES / "train" / source).iterdir())[: 2 if source == "fish" else 20]:
                shutil.copy(picture, folder / source)
        self.easel.run("data", "import", "p", folder)
        self.assertEqual(self.fails("class-too-small", *SMALL)["item"], "fish")
        self.easel.run("train", "p")  # quick mode can


if __name__ == "__main__":
    unittest.main()
