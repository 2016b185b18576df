"""Unpacks the package animal-mnist (MIT; 10,000 silhouettes of 28 × 28, 10 classes) as a folder of PNG files.

usage: prepare.py FOLDER     writes FOLDER/train/<class>/ (8,000) and FOLDER/test/<class>/ (2,000)
"""

import gzip
import pathlib
import pickle
import subprocess
import sys
import tempfile
import zipfile

import numpy
from PIL import Image


def main():
    folder = pathlib.Path(sys.argv[1])
    if (folder / "test").is_dir():
        return
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", temporary, "animal-mnist==0.4"],
                       check=True)
        (wheel,) = pathlib.Path(temporary).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            arrays = [pickle.loads(gzip.decompress(archive.read(f"animal_mnist/data/Animal_MNIST/animal_{kind}_version_3.gz")))
                      for kind in ("data", "label")]
    pictures, labels = map(numpy.asarray, arrays)
    order = numpy.random.default_rng(1).permutation(len(pictures))
    for place, i in enumerate(order):
        target = folder / ("test" if place % 5 == 0 else "train") / str(labels[i]) / f"{i:05}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pictures[i]).convert("RGB").save(target)


main()
