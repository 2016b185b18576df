"""Thorough mode: the network's last stages learn as well."""

import unittest

from easel import Easel, SAMPLES
from parity_test import blob_of


class Thorough(unittest.TestCase):
    def train(self, *options):
        easel = Easel()
        self.addCleanup(easel.close)
        easel.run("project", "create", "samples", "--task", "image-classification")
        easel.run("data", "import", "samples", SAMPLES / "train")
        return easel, easel.run("train", "samples", "--mode", "thorough", *options)

    def test_the_model_is_good_and_the_same_again(self):
        easel, model = self.train()
        self.assertGreater(model["metrics"]["accuracy"], 0.85)
        report = easel.run("evaluate", "samples", SAMPLES / "held-out")
        self.assertGreater(report["metrics"]["accuracy"], 0.8)
        easel.run("publish", "samples", "--as", "thorough")  # the gate runs the golden pictures
        other, _ = self.train()
        self.assertEqual(blob_of(easel, "samples", 1), blob_of(other, "samples", 1))

    def test_a_short_time_limit_still_gives_a_good_model(self):
        easel, _ = self.train("--time-limit", "4s")
        self.assertGreater(easel.run("evaluate", "samples", SAMPLES / "held-out")["metrics"]["accuracy"], 0.8)


if __name__ == "__main__":
    unittest.main()
