#!/usr/bin/env python3
"""Random pictures with true and found boxes, and what pycocotools 2.0.11 says about them.

    make_cases.py [CASES [PICTURES [SEED]]] > cases.jsonl

Needs pycocotools and numpy. Difficult objects, which pycocotools does not know, are ignored as it ignores crowds but
matched by the usual overlap. A case is one line:
    {"classes", "pictures": [{"truth": [[left, top, width, height, class, 0 | 1 difficult | 2 crowd]…],
                              "found": [[left, top, width, height, class, score]…]}…],
     "map", "map50", "small", "medium", "large", "ap50": [of each class…], "ap": […],
     "threshold", "right", "wrong", "missed", "best_threshold", "best_f1"}
with null where there is nothing to find.
"""

import contextlib
import io
import json
import random
import sys

import numpy
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def random_box(rng):
    """Quarters of pixels; sides from slivers to whole pictures, so that every range of areas is met."""
    side = rng.choice([8, 32, 96, 300])
    width, height = (rng.randint(1, 4 * side) / 4 for _ in range(2))
    return [rng.randint(0, 400) / 4, rng.randint(0, 400) / 4, width, height]


def near(rng, box):
    """Another box of about the same place; sometimes the same, or overlapping by exactly a half."""
    kind = rng.randrange(6)
    if kind == 0:
        return list(box)
    if kind == 1:
        return [box[0], box[1], box[2], box[3] * 2]
    amount = rng.choice([0.05, 0.1, 0.2])
    moved = [box[0] + rng.gauss(0, amount) * box[2], box[1] + rng.gauss(0, amount) * box[3],
             box[2] * (1 + rng.gauss(0, amount)), box[3] * (1 + rng.gauss(0, amount))]
    return [round(4 * moved[0]) / 4, round(4 * moved[1]) / 4, max(0.25, round(4 * moved[2]) / 4),
            max(0.25, round(4 * moved[3]) / 4)]


def random_picture(rng, classes, crowded):
    truth, found = [], []
    score = (lambda: rng.randint(1, 9) / 10) if rng.random() < 0.5 else (lambda: round(rng.random(), 3))
    if rng.random() < 0.85:
        for _ in range(rng.randint(0, 7)):
            label = rng.randrange(classes)
            truth.append(random_box(rng) + [label, rng.choice([0, 0, 0, 0, 1, 2])])
            if rng.random() < 0.2:  # an ignored object in the same place
                truth.append(near(rng, truth[-1][:4]) + [label, rng.choice([1, 2])])
    if rng.random() < 0.85:
        for box in truth:
            for _ in range(rng.choice([0, 1, 1, 1, 2])):
                label = box[4] if rng.random() < 0.9 else rng.randrange(classes)
                found.append(near(rng, box[:4]) + [label, score() / 10 if crowded else score()])
        for _ in range(120 if crowded else rng.randint(0, 3)):
            found.append(random_box(rng) + [0 if crowded else rng.randrange(classes), score()])
    rng.shuffle(found)
    return {"truth": truth, "found": found}


class Evaluation(COCOeval):
    """Ignores difficult objects as well."""

    def _prepare(self):
        super()._prepare()
        for boxes in self._gts.values():
            for box in boxes:
                box["ignore"] = box["iscrowd"] or box["difficult"]


def judge(case):
    classes, pictures = case["classes"], case["pictures"]
    truth, found = [], []
    for number, picture in enumerate(pictures):
        for box in picture["truth"]:
            truth.append({"id": len(truth) + 1, "image_id": number + 1, "category_id": box[4] + 1, "bbox": box[:4],
                          "area": box[2] * box[3], "iscrowd": int(box[5] == 2), "difficult": int(box[5] == 1)})
        for box in picture["found"]:
            found.append({"image_id": number + 1, "category_id": box[4] + 1, "bbox": box[:4], "score": box[5]})
    coco = COCO()
    coco.dataset = {"images": [{"id": i + 1} for i in range(len(pictures))], "annotations": truth,
                    "categories": [{"id": c + 1} for c in range(classes)]}
    coco.createIndex()
    evaluation = Evaluation(coco, coco.loadRes(found) if found else COCO(), "bbox")
    evaluation.params.maxDets = [1, 10, 100]
    evaluation.evaluate()
    evaluation.accumulate()
    precision = evaluation.eval["precision"][:, :, :, :, 2]  # [overlap, recall, class, areas]

    def mean(values):
        values = values[values > -1]
        return float(numpy.mean(values)) if values.size else None

    result = {"map": mean(precision[:, :, :, 0]), "map50": mean(precision[0, :, :, 0]),
              "small": mean(precision[:, :, :, 1]), "medium": mean(precision[:, :, :, 2]),
              "large": mean(precision[:, :, :, 3]),
              "ap50": [mean(precision[0, :, c, 0]) for c in range(classes)],
              "ap": [mean(precision[:, :, c, 0]) for c in range(classes)]}
    every = evaluation.params.areaRng[0]
    matched = [(score, truth_id > 0) for one in evaluation.evalImgs if one is not None and one["aRng"] == every
               for score, truth_id, ignore in zip(one["dtScores"], one["dtMatches"][0], one["dtIgnore"][0]) if not ignore]
    to_find = sum(box["ignore"] == 0 for box in truth)

    def at(threshold):
        right = sum(good for score, good in matched if score >= threshold)
        wrong = sum(not good for score, good in matched if score >= threshold)
        return right, wrong, to_find - right

    result["threshold"] = 0.5
    result["right"], result["wrong"], result["missed"] = (int(count) for count in at(0.5))
    best = max(((2 * at(score)[0] / (at(score)[0] * 2 + at(score)[1] + at(score)[2]), score)
                for score in {score for score, _ in matched} if at(score)[0] > 0), default=(None, None))
    result["best_f1"], result["best_threshold"] = best
    return result


def main():
    numbers = [int(argument) for argument in sys.argv[1:]]
    cases, pictures, seed = numbers + [40, 6, 1][len(numbers):]
    rng = random.Random(seed)
    for number in range(cases):
        classes = rng.randint(1, 5)
        case = {"classes": classes + rng.randint(0, 1)}  # the last one may never occur
        crowded = number % 20 == 1
        case["pictures"] = [random_picture(rng, classes, crowded and p == 0) for p in range(rng.randint(1, pictures))]
        if number % 20 == 2:
            for picture in case["pictures"]:
                picture["found" if number % 40 == 2 else "truth"] = []
        with contextlib.redirect_stdout(io.StringIO()):
            case |= judge(case)
        print(json.dumps(case, separators=(",", ":")))


if __name__ == "__main__":
    main()
