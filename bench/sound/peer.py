"""The peer of quick mode for sounds: embeddings of a frozen network (the mean of those of half overlapping blocks) and a logistic
regression, as a careful Python user writes it: librosa, torch, scikit-learn.

usage: peer.py aisfx|yamnet WEIGHTS.safetensors TRAIN_FOLDER [TEST_FOLDER]      (<class>/<group>__<name>.wav or .flac)

Prints the time from the folder to the fitted and verified model (imports of the libraries left out): C is chosen by
cross-validation that holds out whole groups, whose best accuracy is what the user is told. And the accuracy on the test folder.
"""

import os
import pathlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import librosa
import numpy as np
import torch
from networks import NETWORKS, tensors
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

BATCH, FOLDS = 16, 5
torch.set_num_threads(os.cpu_count())


def listing(folder):
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.suffix in (".wav", ".flac"))
    return files, [path.parent.name for path in files], [path.name.split("__")[0] for path in files]


def features(network, files, pool):
    blocks = list(pool.map(lambda path: network.blocks(librosa.load(path, sr=network.RATE)[0]), files))
    inputs = torch.from_numpy(np.concatenate(blocks).astype(np.float32))[:, None].to(memory_format=torch.channels_last)
    with torch.inference_mode():
        out = torch.cat([network.embed(inputs[start : start + BATCH]) for start in range(0, len(inputs), BATCH)]).numpy()
    ends = np.cumsum([len(block) for block in blocks])
    return np.stack([out[end - len(block) : end].mean(0) for end, block in zip(ends, blocks)])


def main():
    name, weights, train = sys.argv[1:4]
    librosa.resample(np.zeros(100, np.float32), orig_sr=48000, target_sr=44100)  # which imports what librosa imports late
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        start = time.perf_counter()
        network = NETWORKS[name](tensors(weights))
        files, labels, groups = listing(train)
        x = features(network, files, pool)
        extracted = time.perf_counter()
        folds = GroupKFold(min(FOLDS, len(set(groups)))) if len(set(groups)) > 1 else FOLDS
        search = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
                              {"logisticregression__C": np.logspace(-4, 0, 5)}, cv=folds, n_jobs=os.cpu_count())
        search.fit(x, labels, groups=groups)
        fitted = time.perf_counter()
        line = (f"features {extracted - start:.2f} s, head {fitted - extracted:.2f} s, cross-validated accuracy "
                f"{search.best_score_:.4f}")
        if len(sys.argv) > 4:
            files, labels, _ = listing(sys.argv[4])
            line += f", accuracy {search.score(features(network, files, pool), labels):.4f}"
    print(f"{name:8}{line} total {fitted - start:.3f}")


if __name__ == "__main__":
    main()
