"""What the benches of this folder share: photos in a folder per class, and a home in a temporary folder."""

import os
import pathlib
import shutil
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("EASEL_BIN", str(ROOT / "build" / "release" / "bin"))
os.environ.setdefault("EASEL_SAMPLES", str(ROOT / "build" / "samples"))
sys.path.insert(0, str(ROOT / "tests" / "flow"))
from easel import Easel  # noqa: E402


class Photos:
    """The photos of a folder or a zip, by class; `arrange` puts any of them into a new folder under any label."""

    def __init__(self, source):
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="easel-bench-"))
        folder = pathlib.Path(source)
        if folder.is_file():
            with zipfile.ZipFile(folder) as archive:
                archive.extractall(self.work / "photos")
            folder = self.work / "photos"
        self.by_class = {}
        for photo in sorted(folder.rglob("*")):
            if photo.is_file():
                self.by_class.setdefault(photo.parent.name, []).append(photo)

    def arrange(self, labelled):
        """A folder with these (photo, label) pairs."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.work))
        for photo, label in labelled:
            (folder / label).mkdir(exist_ok=True)
            shutil.copy(photo, folder / label / f"{photo.parent.name}-{photo.name}")
        return folder

    def all(self):
        return [(photo, label) for label, photos in self.by_class.items() for photo in photos]

    def close(self):
        shutil.rmtree(self.work)


__all__ = ["Easel", "Photos"]
