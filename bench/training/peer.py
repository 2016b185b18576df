"""The peer of the training engine: steps of SGD in Python (torch, channels-last), as a careful user writes them.

usage: peer.py NETWORK STEPS          mobilenet-v2, resnet-18 or efficientnet-lite0

Prints images a second of training at batch 16, 224 × 224, on all cores: the median step.
"""

import os
import statistics
import sys
import time

import torch
import torchvision

BATCH, SIDE, CLASSES = 16, 224, 10


def build(name):
    if name == "mobilenet-v2":
        return torchvision.models.mobilenet_v2(num_classes=CLASSES)
    if name == "resnet-18":
        return torchvision.models.resnet18(num_classes=CLASSES)
    from efficientnet_lite_pytorch import EfficientNet

    return EfficientNet.from_name("efficientnet-lite0", num_classes=CLASSES)


def main():
    name, steps = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(1)
    network = build(name).train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4, nesterov=True)
    pictures = torch.randn(BATCH, 3, SIDE, SIDE).contiguous(memory_format=torch.channels_last)
    labels = torch.arange(BATCH) % CLASSES
    loss_of = torch.nn.CrossEntropyLoss()
    times = []
    for step in range(steps + 2):
        start = time.perf_counter()
        optimiser.zero_grad(set_to_none=True)
        loss_of(network(pictures), labels).backward()
        optimiser.step()
        if step >= 2:
            times.append(time.perf_counter() - start)
    print(f"{BATCH / statistics.median(times):.2f}")


if __name__ == "__main__":
    main()
