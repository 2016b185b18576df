"""Pictures with boxes of a Pascal VOC data set (a folder or a zip), and how a network sees them.

Boxes are tensors of rows (left, top, right, bottom, class) in pixels.
"""

import pathlib
import xml.etree.ElementTree as ElementTree
import zipfile

import numpy as np
import torch
from PIL import Image, ImageEnhance

GREY = (127, 127, 127)
LEAST_VISIBLE = 0.4  # of a box's area, or the box is dropped


class Voc:
    """`parts` lists names by part (train, val, …); `read` decodes the pictures of one."""

    def __init__(self, source):
        root = zipfile.Path(source) if pathlib.Path(source).is_file() else pathlib.Path(source)
        while not (root / "Annotations").exists():
            (root,) = (entry for entry in root.iterdir() if entry.is_dir())
        self.root = root
        self.parts = {entry.name.removesuffix(".txt"): entry.read_text().split()
                      for entry in (root / "ImageSets" / "Main").iterdir() if entry.name.endswith(".txt")}

    def objects(self, name):
        """(label, left, top, right, bottom) of each object; VOC counts pixels from 1."""
        for one in ElementTree.fromstring((self.root / "Annotations" / f"{name}.xml").read_text()).findall("object"):
            left, top, right, bottom = (float(one.find("bndbox").find(key).text) for key in ("xmin", "ymin", "xmax", "ymax"))
            yield one.find("name").text, left - 1, top - 1, right, bottom

    def classes(self, part):
        return sorted({label for name in self.parts[part] for label, *_ in self.objects(name)})

    def read(self, part, classes):
        """[(image, boxes)]; objects of other classes are left out."""
        out = []
        for name in self.parts[part]:
            boxes = [[*box, classes.index(label)] for label, *box in self.objects(name) if label in classes]
            with (self.root / "JPEGImages" / f"{name}.jpg").open("rb") as file, Image.open(file) as image:
                out.append((image.convert("RGB"), torch.tensor(boxes).reshape(-1, 5)))
        return out


def network_size(pictures, side):
    """(width, height) in multiples of 32, the longer one `side`, of the shape that the pictures have."""
    ratio = float(np.median([image.width / image.height for image, _ in pictures]))
    rounded = max(32, round(side * min(ratio, 1 / ratio) / 32) * 32)
    return (side, rounded) if ratio >= 1 else (rounded, side)


def stretched(boxes, image, size):
    scale = torch.tensor([size[0] / image.width, size[1] / image.height] * 2 + [1.0])
    return boxes * scale


def plain(picture, size):
    """The whole picture at the network's size."""
    image, boxes = picture
    return image.resize(size, Image.BILINEAR), stretched(boxes, image, size)


def varied(picture, size, chance):
    """A random window, sometimes larger than the picture, mirrored or not, in other colours."""
    image, boxes = picture
    scale, shape = chance.uniform(0.6, 1.2), np.exp(chance.uniform(-0.15, 0.15))
    width, height = round(image.width * scale * shape), round(image.height * scale / shape)
    left = round(chance.uniform(min(0, image.width - width), max(0, image.width - width)))
    top = round(chance.uniform(min(0, image.height - height), max(0, image.height - height)))
    window = Image.new("RGB", (width, height), GREY)
    window.paste(image, (-left, -top))
    moved = boxes - torch.tensor([left, top, left, top, 0.0])
    seen = torch.min(moved.clamp(min=0), torch.tensor([width, height, width, height, torch.inf]))
    areas = [(each[:, 2] - each[:, 0]) * (each[:, 3] - each[:, 1]) for each in (seen, moved)]
    out, seen = plain((window, seen[areas[0] > LEAST_VISIBLE * areas[1]]), size)
    if chance.random() < 0.5:
        out = out.transpose(Image.FLIP_LEFT_RIGHT)
        seen[:, [0, 2]] = size[0] - seen[:, [2, 0]]
    for change in (ImageEnhance.Brightness, ImageEnhance.Color, ImageEnhance.Contrast):
        out = change(out).enhance(chance.uniform(0.8, 1.2))
    return out, seen


def batch_of(images):
    pixels = torch.from_numpy(np.stack([np.asarray(image) for image in images])).permute(0, 3, 1, 2).float()
    return ((pixels - 127) / 128).contiguous(memory_format=torch.channels_last)
