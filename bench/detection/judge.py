"""mAP at an overlap of 0.5 over pictures, by pycocotools."""

import contextlib
import io

import torch
from pictures import batch_of, plain, stretched
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from torchvision.ops import batched_nms

LEAST_SCORE, MOST_OVERLAP, MOST_CANDIDATES, MOST_BOXES, BATCH = 0.02, 0.6, 1000, 100, 16


def detections(scores, boxes):
    """Boxes (rows with the class last, as in truths) and their scores, of one picture."""
    points, classes = (scores > LEAST_SCORE).nonzero(as_tuple=True)
    found = scores[points, classes]
    best = found.argsort(descending=True, stable=True)[:MOST_CANDIDATES]
    points, classes, found = points[best], classes[best], found[best]
    kept = batched_nms(boxes[points], found, classes, MOST_OVERLAP)[:MOST_BOXES]
    return torch.cat([boxes[points[kept]], classes[kept, None]], 1), found[kept]


def map50(network, pictures, size):
    network.eval()
    images, truths, results = [], [], []
    for start in range(0, len(pictures), BATCH):
        some = pictures[start : start + BATCH]
        with torch.inference_mode():
            scores, boxes = network(batch_of([plain(picture, size)[0] for picture in some]))
        for place, (image, truth) in enumerate(some):
            number = start + place
            images.append({"id": number, "width": image.width, "height": image.height})
            found, sure = detections(scores[place].sigmoid(), boxes[place])
            found[:, :4] /= stretched(torch.ones(1, 5), image, size)[:, :4]
            truths += [{"id": len(truths) + at, "image_id": number, "iscrowd": 0, **row(box)} for at, box in enumerate(truth, 1)]
            results += [{"image_id": number, "score": float(score), **row(box)} for box, score in zip(found, sure)]
    if not results:
        return 0.0
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {"images": images, "annotations": truths,
                        "categories": [{"id": each} for each in {truth["category_id"] for truth in truths}]}
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(results), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[1])


def row(box):
    left, top, right, bottom, label = box.tolist()
    return {"category_id": int(label), "bbox": [left, top, right - left, bottom - top], "area": (right - left) * (bottom - top)}
