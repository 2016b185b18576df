"""What the detector learns from: task-aligned assignment (TOOD, Feng et al. 2021), varifocal loss (Zhang et al. 2021) for the
scores and GIoU (Rezatofighi et al. 2019) for the boxes.
"""

import torch
from torch.nn import functional
from torchvision.ops import box_iou, generalized_box_iou_loss

MOST_POINTS = 10  # that learn one object
OVERLAP_POWER = 6


def assign(scores, boxes, truth, centres):
    """Which points learn which object: indices of points, rows of `truth`, and how good each ought to be (0 to 1)."""
    edges = torch.cat([centres[:, None] - truth[None, :, :2], truth[None, :, 2:4] - centres[:, None]], -1)
    overlap = box_iou(boxes, truth[:, :4])
    alignment = scores[:, truth[:, 4].long()] * overlap**OVERLAP_POWER * (edges.amin(-1) > 0)
    best = torch.zeros_like(alignment).scatter_(0, alignment.topk(min(MOST_POINTS, len(centres)), 0).indices, 1)
    chosen = (best > 0) & (alignment > 0)
    alignment, overlap = alignment * chosen, overlap * chosen
    goodness = alignment / (alignment.amax(0) + 1e-12) * overlap.amax(0).clamp(min=0.3)
    learners = chosen.any(1).nonzero()[:, 0]
    objects = overlap[learners].argmax(1)
    return learners, objects, goodness[learners, objects]


def detection_loss(scores, boxes, truths, centres):
    targets = torch.zeros_like(scores)
    predicted, wanted, weights = [], [], []
    for place, truth in enumerate(truths):
        if len(truth) == 0:
            continue
        with torch.no_grad():
            learners, objects, goodness = assign(scores[place].sigmoid(), boxes[place], truth, centres)
        targets[place, learners, truth[objects, 4].long()] = goodness
        predicted.append(boxes[place, learners])
        wanted.append(truth[objects, :4])
        weights.append(goodness)
    with torch.no_grad():
        focus = torch.where(targets > 0, 1.0, 0.75 * scores.sigmoid() ** 2)
    loss = functional.binary_cross_entropy_with_logits(scores, targets, focus, reduction="sum")
    if predicted:
        loss = loss + 2 * (generalized_box_iou_loss(torch.cat(predicted), torch.cat(wanted)) * torch.cat(weights)).sum()
    return loss / targets.sum().clamp(min=1)
