"""The peer: a full fine-tune of a NanoDet-class detector in torch, as a careful user writes it. The same shipped weights as Easel's,
AdamW with a twentieth of the rate for what is pretrained, cosine over the time given, moving average of the weights, windows of
random scale, flips and colours anew at every step, channels-last.

usage: peer.py TRAIN [TEST] --minutes N [--side 416] [--batch 8] [--channels 64] [--onnx FILE]
    (Pascal VOC, folders or zips; learns from the list `train` of TRAIN; judged on all lists of TEST, else the list `val` of TRAIN)

Prints a line "SECONDS MAP50 N steps" after every twentieth of the time; it counts from the first picture on, but not while
judging. Few steps for the time tell of other work on the machine: such a curve is worth nothing.
--onnx writes the network at the end (with --minutes 0: as it starts).
"""

import argparse
import math
import os
import random
import time

import torch
from judge import map50
from loss import detection_loss
from network import Detector, points
from pictures import Voc, batch_of, network_size, varied
from torch.optim.swa_utils import AveragedModel

RATE, PRETRAINED_SHARE, DECAY, WARM_UP = 1e-2, 0.05, 0.05, 50  # WARM_UP in steps
JUDGED_EVERY = 0.05  # of the time


def average(mean, new, steps):
    """Over more and more steps, as long as the beginning still weighs."""
    return mean + (new - mean) * (1 - min(0.998, (1 + steps) / (10 + steps)))


def optimiser_of(network):
    pretrained = list(network.backbone.parameters())
    known = {id(parameter) for parameter in pretrained}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in known]
    return torch.optim.AdamW([{"params": rest, "most": RATE}, {"params": pretrained, "most": RATE * PRETRAINED_SHARE}],
                             RATE, weight_decay=DECAY)


def endless(pictures, batch, chance):
    """Batches of pictures, every picture once in a round."""
    while True:
        order = chance.sample(range(len(pictures)), len(pictures))
        for start in range(0, max(1, len(order) - batch + 1), batch):
            yield [pictures[place] for place in order[start : start + batch]]


def learn(network, batches, size, seconds, judge, start):
    """Trains until `seconds` after `start`; what `judge` takes does not count. Gives the averaged network."""
    mean, optimiser, chance = AveragedModel(network, avg_fn=average, use_buffers=True), optimiser_of(network), random.Random(1)
    centres, _ = points(*size)
    step, judged = 0, 0.0
    while (progress := (time.perf_counter() - start) / seconds) < 1:
        rate = min(1, (step + 1) / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * progress))
        for group in optimiser.param_groups:
            group["lr"] = group["most"] * rate
        images, truths = zip(*(varied(picture, size, chance) for picture in next(batches)))
        optimiser.zero_grad()
        detection_loss(*network(batch_of(images)), truths, centres).backward()
        optimiser.step()
        mean.update_parameters(network)
        step += 1
        now = time.perf_counter()
        if (now - start) / seconds >= min(1, judged + JUDGED_EVERY):
            judged = (now - start) / seconds
            print(f"{now - start:.1f} {judge(mean.module):.4f} {step} steps", flush=True)
            start += time.perf_counter() - now
    return mean.module


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("train")
    parser.add_argument("test", nargs="?")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--side", type=int, default=416)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--channels", type=int, default=64)
    parser.add_argument("--onnx")
    options = parser.parse_args()
    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(1)
    data = Voc(options.train)
    classes = data.classes("train")
    other = Voc(options.test) if options.test else data
    others = [picture for part in (other.parts if options.test else ["val"]) for picture in other.read(part, classes)]

    start = time.perf_counter()
    pictures = data.read("train", classes)
    size = network_size(pictures, options.side)
    network = Detector(len(classes), options.channels).to(memory_format=torch.channels_last).train()
    if options.minutes > 0:
        batches = endless(pictures, options.batch, random.Random(1))
        network = learn(network, batches, size, 60 * options.minutes, lambda mean: map50(mean, others, size), start)
    if options.onnx:
        torch.onnx.export(network.eval(), (torch.zeros(1, 3, size[1], size[0]),), options.onnx, input_names=["image"],
                          output_names=["scores", "boxes"], dynamo=True, external_data=False)
        print(f"onnx {size[0]} {size[1]}")


if __name__ == "__main__":
    main()
