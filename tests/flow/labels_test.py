"""What is done about labels: wrong ones are pointed out, unequal classes are weighted."""

import pathlib
import shutil
import tempfile
import unittest

from easel import Easel, SAMPLES

CLASSES = ["fish", "monuments", "renewable energy", "tools"]


class Labels(unittest.TestCase):
    def setUp(self):
        self.easel = Easel()
        self.addCleanup(self.easel.close)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="easel-labels-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def sample_photos(self, name):
        return sorted((SAMPLES / "train" / name).iterdir())

    def put(self, photo, name):
        (self.folder / name).mkdir(exist_ok=True)
        shutil.copy(photo, self.folder / name / photo.name)

    def test_flipped_labels_are_found(self):
        flipped = {}
        for number, name in enumerate(CLASSES):
            for place, photo in enumerate(self.sample_photos(name)):
                given = CLASSES[(number + 1) % len(CLASSES)] if place == 3 else name
                self.put(photo, given)
                if given != name:
                    flipped[photo.name] = (given, name)
        model = self.easel.trained("flipped", self.folder)
        suspects = {pathlib.Path(row["name"]).name: (row["label"], row["suspected"]) for row in model["suspects"]}
        found = [photo for photo, labels in flipped.items() if suspects.get(photo) == labels]
        self.assertGreaterEqual(len(found), 3, suspects)
        # Nor is the list a list of everything.
        self.assertLessEqual(len(suspects), 3 * len(flipped))


if __name__ == "__main__":
    unittest.main()
