"""The peer of media::Apply with an Augmentation: torchvision's transforms (v2) on one core, on pictures of Pillow and on
uint8 tensors, each with the arguments that come closest to our policies.

usage: peer.py PICTURE.ppm light|strong COUNT     prints the medians in milliseconds: "pillow tensor"
"""

import statistics
import sys
import time

import torch
from PIL import Image
from torchvision.transforms import v2

torch.set_num_threads(1)
torch.manual_seed(1)


def chain(policy, to_tensor):
    bilinear = v2.InterpolationMode.BILINEAR
    strong = policy == "strong"
    strength = 0.4 if strong else 0.2
    return v2.Compose(
        ([v2.RandomRotation(15, interpolation=bilinear)] if strong else [])
        + [v2.RandomResizedCrop(224, scale=(0.35 if strong else 0.65, 1), interpolation=bilinear, antialias=True),
           v2.RandomHorizontalFlip()]
        + ([v2.GaussianBlur(5, (0.1, 1))] if strong else [])
        + [v2.ColorJitter(strength, strength, strength, 10 / 360 if strong else 0)]
        + to_tensor
        + [v2.ToDtype(torch.float32, scale=True)]
        + ([v2.GaussianNoise(sigma=4 / 255)] if strong else [])
        + [v2.Normalize((0.485,) * 3, (0.229,) * 3)]
        + ([v2.RandomErasing(0.25, value="random")] if strong else []))


def median(transform, picture, count):
    times = []
    for i in range(count + 20):
        begin = time.perf_counter()
        transform(picture)
        if i >= 20:
            times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    path, policy, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    picture = Image.open(path).convert("RGB")
    tensor = v2.functional.pil_to_tensor(picture)
    pillow = median(chain(policy, [v2.ToImage()]), picture, count)
    print(f"{pillow:.4f} {median(chain(policy, []), tensor, count):.4f}")
