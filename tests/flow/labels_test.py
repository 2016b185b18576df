"""What is done about labels: wrong ones are pointed out, unequal classes are weighted."""

import json
import pathlib
import shutil
import tempfile
import unittest

from easel import Easel, SAMPLES, request

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

    def remarks(self, *options):
        """The report's remarks after training the photos of the folder."""
        self.easel.run("project", "create", "unequal", "--task", "image-classification")
        self.easel.run("data", "import", "unequal", self.folder)
        self.easel.run("train", "unequal", *options)
        headers = {"Authorization": "Bearer " + self.easel.run("token", "create", "remarks")["token"]}
        with self.easel.serving() as url:
            status, body = request(f"{url}api/v1/projects/unequal/models/0/report", headers=headers)
        self.assertEqual(status, 200, body)
        return json.loads(body)["remarks"]

    def test_the_report_says_that_small_classes_counted_more(self):
        for name, count in [("fish", 5), ("monuments", 15)]:
            for photo in self.sample_photos(name)[:count]:
                self.put(photo, name)
        self.assertTrue(any("counted more" in remark for remark in self.remarks()))

    def test_the_report_says_nothing_of_weights_that_were_not_wanted(self):
        for name, count in [("fish", 5), ("monuments", 15)]:
            for photo in self.sample_photos(name)[:count]:
                self.put(photo, name)
        self.assertFalse(any("counted more" in remark for remark in self.remarks("--balance", "none")))


if __name__ == "__main__":
    unittest.main()
