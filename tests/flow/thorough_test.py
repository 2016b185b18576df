"""Thorough mode: the network's last stages learn as well."""

import pathlib
import shutil
import tempfile
import time
import unittest

from easel import Easel, SAMPLES
from kill_test import kill_all
from parity_test import blob_of


class Thorough(unittest.TestCase):
    def filled(self, folder):
        easel = Easel()
        self.addCleanup(easel.close)
        easel.run("project", "create", "samples", "--task", "image-classification")
        easel.run("data", "import", "samples", folder)
        return easel

    def some(self, a_class):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for source in (SAMPLES / "train").iterdir():
            (folder / source.name).mkdir()
            for picture in sorted(source.iterdir())[:a_class]:
                shutil.copy(picture, folder / source.name)
        return folder

    def test_the_model_is_good_and_the_same_after_a_kill(self):
        folder = self.some(8)
        easel = self.filled(folder)
        easel.run("train", "samples", "--mode", "thorough")
        report = easel.run("evaluate", "samples", SAMPLES / "held-out")
        self.assertGreater(report["metrics"]["accuracy"], 0.6)  # eight pictures a class
        easel.run("publish", "samples", "--as", "thorough")  # the gate runs the golden pictures
        other = self.filled(folder)
        process = other.start("train", "samples", "--mode", "thorough")
        while not list((other.home / "cache" / "training").glob("*.checkpoint")):
            self.assertIsNone(process.poll())
            time.sleep(0.01)
        kill_all(other)
        process.communicate()
        other.run("jobs", "follow", 2)
        self.assertEqual(blob_of(easel, "samples", 1), blob_of(other, "samples", 1))

    def test_a_short_time_limit_still_gives_a_good_model(self):
        easel = self.filled(SAMPLES / "train")
        easel.run("train", "samples", "--mode", "thorough", "--time-limit", "6s")
        self.assertGreater(easel.run("evaluate", "samples", SAMPLES / "held-out")["metrics"]["accuracy"], 0.8)


if __name__ == "__main__":
    unittest.main()
