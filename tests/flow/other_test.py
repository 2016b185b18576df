"""The class "other": pictures of unknown things are rejected, and the known ones are recognised as before."""

import math
import pathlib
import random
import shutil
import struct
import tempfile
import unittest

from easel import Easel, SAMPLES


def rings(seed, side=160):
    """A BMP of coloured rings around two points, a kind of picture that the pool does not have."""
    chance = random.Random(seed)
    centres = [(chance.uniform(0, side), chance.uniform(0, side), chance.uniform(6, 30)) for _ in range(2)]
    phases = [chance.uniform(0, 6) for _ in range(3)]
    pixels = bytearray()
    for y in range(side):
        for x in range(side):
            wave = sum(math.sin(math.hypot(x - cx, y - cy) * 6.28 / width) for cx, cy, width in centres)
            pixels += bytes(int(127 + 60 * math.sin(wave * 1.5 + phase) + chance.uniform(-20, 20)) for phase in phases)
    return b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54 + len(pixels), 0, 0, 54, 40, side, side, 1, 24, 0, len(pixels), 0, 0, 0, 0) + bytes(pixels)


class Other(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="easel-other-"))
        cls.rings = cls.folder / "rings"
        (cls.rings / "other").mkdir(parents=True)
        for seed in range(20):
            (cls.rings / "other" / f"{seed}.bmp").write_bytes(rings(seed))
        cls.easel = Easel()
        cls.plain = cls.easel.trained()
        cls.model = cls.easel.run("train", "samples", "--other")

    @classmethod
    def tearDownClass(cls):
        cls.easel.close()
        shutil.rmtree(cls.folder)

    def test_unknown_pictures_are_rejected(self):
        report = self.easel.run("evaluate", "samples", self.rings)
        self.assertEqual(report["items"], 20)
        self.assertGreaterEqual(report["metrics"]["accuracy"], 0.7)

    def test_known_pictures_are_recognised_as_before(self):
        before = self.easel.run("evaluate", "samples@1", SAMPLES / "held-out")["metrics"]["accuracy"]
        report = self.easel.run("evaluate", "samples@2", SAMPLES / "held-out")
        self.assertGreaterEqual(report["metrics"]["accuracy"], before - 0.1)
        self.assertEqual([row["name"] for row in report["per_class"]], ["fish", "monuments", "other", "renewable energy", "tools"])

    def test_labels_of_pictures_that_are_not_the_users_are_not_doubted(self):
        self.assertFalse([row for row in self.model["suspects"] if row["label"] == "other"])

    def test_one_class_is_enough(self):
        self.easel.run("project", "create", "fish", "--task", "image-classification")
        single = self.folder / "single"
        shutil.copytree(SAMPLES / "train" / "fish", single / "fish")
        self.easel.run("data", "import", "fish", single)
        self.easel.run("train", "fish", "--other", "--other-from", "samples")
        report = self.easel.run("evaluate", "fish", SAMPLES / "held-out")
        self.assertGreaterEqual(report["metrics"]["accuracy"], 0.75)


if __name__ == "__main__":
    unittest.main()
