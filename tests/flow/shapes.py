"""Pictures of coloured shapes on noise with their boxes, as archives: drawn here, so that nothing has to be fetched."""

import json
import random
import struct
import zipfile
import zlib

WIDTH, HEIGHT = 160, 120
COLOURS = {"disc": (220, 40, 40), "square": (40, 60, 220)}


def png(pixels, width=WIDTH, height=HEIGHT):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + pixels[y * width * 3:(y + 1) * width * 3] for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))


def picture(seed):
    """(PNG, [(name, left, top, right, bottom)])."""
    source = random.Random(seed)
    pixels = bytearray(90 + value % 60 for value in source.randbytes(WIDTH * HEIGHT * 3))
    boxes = []
    for column in source.sample(range(3), source.randint(1, 3)):  # a third of the picture each, so that none overlap
        name = source.choice(sorted(COLOURS))
        side = source.randint(20, 44)
        left = column * 53 + source.randint(0, 52 - side)
        top = source.randint(0, HEIGHT - side)
        for y in range(side):
            for x in range(side):
                if name == "disc" and (2 * x + 1 - side) ** 2 + (2 * y + 1 - side) ** 2 > side * side:
                    continue
                at = ((top + y) * WIDTH + left + x) * 3
                pixels[at:at + 3] = bytes(COLOURS[name])
        boxes.append((name, left, top, left + side, top + side))
    return png(bytes(pixels)), boxes


def coco(pictures):
    """The COCO document of {file name: boxes}."""
    names = sorted(COLOURS)
    document = {"categories": [{"id": i + 1, "name": name} for i, name in enumerate(names)], "images": [],
                "annotations": []}
    for number, (file, boxes) in enumerate(sorted(pictures.items()), 1):
        document["images"].append({"id": number, "file_name": file, "width": WIDTH, "height": HEIGHT})
        for name, left, top, right, bottom in boxes:
            document["annotations"].append({"id": len(document["annotations"]) + 1, "image_id": number,
                                            "category_id": names.index(name) + 1,
                                            "bbox": [left, top, right - left, bottom - top]})
    return document


def archive(path, seeds):
    """A zip with a picture per seed and their boxes in COCO's form. Returns {file name: boxes}."""
    truth = {}
    with zipfile.ZipFile(path, "w") as target:
        for seed in seeds:
            content, boxes = picture(seed)
            truth[f"{seed}.png"] = boxes
            target.writestr(f"images/{seed}.png", content)
        target.writestr("annotations.json", json.dumps(coco(truth)))
    return truth
