"""Thorough mode: the network's last stages learn as well."""

import pathlib
import shutil
import tempfile
import unittest

from easel import Easel, SAMPLES
from parity_test import blob_of


class Thorough(unittest.TestCase):
    def train(self, folder, *options):
        easel = Easel()
        self.addCleanup(easel.close)
        easel.run("project", "create", "samples", "--task", "image-classification")
        easel.run("data", "import", "samples", folder)
        return easel, easel.run("train", "samples", "--mode", "thorough", *options)

    def some(self, a_class):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for source in (SAMPLES / "train").iterdir():
            (folder / source.name).mkdir()
            for picture in sorted(source.iterdir())[:a_class]:
                shutil.copy(picture, folder / source.name)
        return folder

    def test_the_model_is_good_and_the_same_again(self):
        folder = self.some(8)
        easel, _ = self.train(folder)
        report = easel.run("evaluate", "samples", SAMPLES / "held-out")
        self.assertGreater(report["metrics"]["accuracy"], 0.6)  # eight pictures a class
        easel.run("publish", "samples", "--as", "thorough")  # the gate runs the golden pictures
        other, _ = self.train(folder)
        self.assertEqual(blob_of(easel, "samples", 1), blob_of(other, "samples", 1))

    def test_a_short_time_limit_still_gives_a_good_model(self):
        easel, _ = self.train(SAMPLES / "train", "--time-limit", "4s")
        self.assertGreater(easel.run("evaluate", "samples", SAMPLES / "held-out")["metrics"]["accuracy"], 0.8)


if __name__ == "__main__":
    unittest.main()
