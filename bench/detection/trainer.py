"""A well-known trainer from a package (ultralytics, its smallest network of version 8, from nothing, as it comes but on all
cores) on pictures with boxes. Prints a line per epoch: seconds spent on learning so far (its judging is not counted), mAP50 by
the trainer's own judge.

usage: trainer.py TRAIN.zip [--epochs 100] [--side 320]
Pascal VOC; learns from the list `train`, is judged on `val`.
"""

import argparse
import os
import pathlib
import tempfile
import time

import yaml
from pictures import Voc
from ultralytics import YOLO
from ultralytics.utils import torch_utils

torch_utils.NUM_THREADS = os.cpu_count()  # it would leave one of them alone


def written(voc, part, classes, folder):
    (folder / "images" / part).mkdir(parents=True)
    (folder / "labels" / part).mkdir(parents=True)
    for name, (image, boxes) in zip(voc.parts[part], voc.read(part, classes)):
        image.save(folder / "images" / part / f"{name}.png")
        lines = []
        for left, top, right, bottom, label in boxes.tolist():
            centre = ((left + right) / 2 / image.width, (top + bottom) / 2 / image.height)
            size = ((right - left) / image.width, (bottom - top) / image.height)
            lines.append(f"{int(label)} {centre[0]} {centre[1]} {size[0]} {size[1]}\n")
        (folder / "labels" / part / f"{name}.txt").write_text("".join(lines))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("train")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--side", type=int, default=320)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        voc = Voc(chosen.train)
        classes = voc.classes("train")
        for part in ("train", "val"):
            written(voc, part, classes, folder)
        description = folder / "data.yaml"
        description.write_text(yaml.safe_dump({"path": str(folder), "train": "images/train", "val": "images/val",
                                               "names": dict(enumerate(classes))}))
        clock = {"spent": 0.0, "since": 0.0}

        def begins(_):
            clock["since"] = time.perf_counter()

        def ends(_):
            clock["spent"] += time.perf_counter() - clock["since"]

        def judged(trainer):
            print(f"{clock['spent']:.1f} {trainer.metrics['metrics/mAP50(B)']:.4f} of epoch {trainer.epoch + 1}", flush=True)

        model = YOLO("yolov8n.yaml")
        model.add_callback("on_train_epoch_start", begins)
        model.add_callback("on_train_epoch_end", ends)
        model.add_callback("on_fit_epoch_end", judged)
        model.train(data=str(description), epochs=chosen.epochs, imgsz=chosen.side, pretrained=False, amp=False, device="cpu",
                    workers=0, plots=False, project=str(folder / "runs"), exist_ok=True)


if __name__ == "__main__":
    main()
