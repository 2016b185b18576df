#!/usr/bin/env python3
"""A smaller data set out of a Pascal VOC zip: the first pictures of its list `train`, all of `val`, and some of its classes.

usage: subset.py DATA.zip OUT.zip PICTURES [CLASS…]     (all classes)
"""

import sys
import xml.etree.ElementTree as ElementTree
import zipfile


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    source, target, most, classes = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w") as out:
        parts = {part: whole.read(f"ImageSets/Main/{part}.txt").decode().split() for part in ("train", "val")}
        parts["train"] = parts["train"][:most]
        for part, names in parts.items():
            for name in names:
                annotation = ElementTree.fromstring(whole.read(f"Annotations/{name}.xml"))
                for one in annotation.findall("object"):
                    if classes and one.find("name").text not in classes:
                        annotation.remove(one)
                out.writestr(f"Annotations/{name}.xml", ElementTree.tostring(annotation))
                out.writestr(f"JPEGImages/{name}.jpg", whole.read(f"JPEGImages/{name}.jpg"))
            out.writestr(f"ImageSets/Main/{part}.txt", "".join(f"{name}\n" for name in names))


if __name__ == "__main__":
    main()
