"""The peer on spoken digits: a small convolutional network on log-mel pictures with changes of speed, place and pitch, noise, masks
and mixup, as a careful Python user writes it for torch. It learns from all speakers but one and is tested on that one.

usage: peer.py FOLDER SPEAKER [EPOCHS]     (FOLDER/…/{digit}_{speaker}_{number}.wav)

Prints "SPEAKER ACCURACY SECONDS": from the folder to the trained network (imports left out).
"""

import os
import pathlib
import sys
import time

import numpy as np
import torch
from scipy.io import wavfile
from scipy.signal import resample_poly
from torch import nn
from torch.nn import functional

RATE, FRAMES, BANDS, FRAME, HOP, SIZE = 8000, 80, 64, 256, 80, 512
SPEEDS = (0.78, 0.84, 0.90, 0.95, 1, 1.06, 1.12, 1.20, 1.30)
BATCH, RATE_OF_LEARNING = 64, 3e-3
torch.set_num_threads(os.cpu_count())
torch.manual_seed(0)
chance = np.random.default_rng(0)


def mel_filters():
    mel = lambda hertz: 1127 * np.log1p(hertz / 700)
    places, corners = mel(np.linspace(0, RATE / 2, SIZE // 2 + 1))[:, None], np.linspace(mel(60), mel(3900), BANDS + 2)
    rising = (places - corners[:-2]) / (corners[1:-1] - corners[:-2])
    falling = (corners[2:] - places) / (corners[2:] - corners[1:-1])
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


FILTERS, TAPER = mel_filters(), np.hanning(FRAME).astype(np.float32)


def trimmed(sound):
    loudness = np.convolve(np.abs(sound), np.ones(200) / 200, "same")
    loud = np.flatnonzero(loudness > 0.05 * loudness.max())
    return sound[max(0, loud[0] - 200) : loud[-1] + 200]


def picture(sound):
    length = HOP * FRAMES + FRAME
    sound = sound / (np.abs(sound).max() + 1e-6)
    before = abs(length - len(sound)) // 2
    sound = np.pad(sound, (before, length - len(sound) - before)) if len(sound) < length else sound[before : before + length]
    frames = sound[np.arange(FRAME) + HOP * np.arange(FRAMES)[:, None]] * TAPER
    return np.log(np.abs(np.fft.rfft(frames, SIZE)).astype(np.float32) @ FILTERS + 0.01)


def read(folder, wanted):
    sounds, labels = [], []
    for path in sorted(pathlib.Path(folder).rglob("*.wav")):
        digit, speaker, _ = path.stem.split("_")
        if wanted(speaker):
            sounds.append(trimmed(wavfile.read(path)[1].astype(np.float32) / 32768))
            labels.append(int(digit))
    return sounds, torch.tensor(labels)


def block(inputs, outputs, stride):
    layers = []
    for convolution in (nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
                        nn.Conv2d(outputs, outputs, 3, 1, 1, groups=outputs, bias=False),
                        nn.Conv2d(outputs, outputs, 1, bias=False)):
        layers += [convolution, nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


def normalised(pictures):
    return (pictures - pictures.mean((2, 3), keepdim=True)) / (pictures.std((2, 3), keepdim=True) + 1e-3)


def varied(pictures):
    pictures = torch.roll(pictures, (int(chance.integers(-12, 13)), int(chance.integers(-4, 5))), (2, 3))
    pictures = normalised(pictures)
    frame, band = chance.integers(0, 60), chance.integers(0, 56)
    pictures[:, :, frame : frame + chance.integers(0, 16)] = 0
    pictures[:, :, :, band : band + chance.integers(0, 12)] = 0
    return pictures + 0.1 * torch.randn_like(pictures)


def train(pictures, labels, epochs):
    """`pictures`: one set of all sounds per speed."""
    net = nn.Sequential(block(1, 24, 2), block(24, 48, 2), nn.Dropout2d(0.1), block(48, 96, 2), nn.Dropout2d(0.1),
                        block(96, 128, 1), nn.AdaptiveAvgPool2d((1, 5)), nn.Flatten(), nn.Dropout(0.4), nn.Linear(640, 10))
    optimiser = torch.optim.AdamW(net.parameters(), RATE_OF_LEARNING, weight_decay=0.02)
    steps = len(labels) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE_OF_LEARNING, total_steps=epochs * steps)
    for _ in range(epochs):
        order = chance.permutation(len(labels))
        for step in range(steps):
            chosen = order[step * BATCH : (step + 1) * BATCH]
            x, y = varied(pictures[chance.integers(0, len(SPEEDS), BATCH), chosen]), labels[chosen]
            share, other = float(chance.beta(0.3, 0.3)), torch.randperm(BATCH)
            out = net(share * x + (1 - share) * x[other])
            loss = (share * functional.cross_entropy(out, y, label_smoothing=0.1)
                    + (1 - share) * functional.cross_entropy(out, y[other], label_smoothing=0.1))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def main():
    folder, held_out = sys.argv[1:3]
    epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    start = time.perf_counter()
    sounds, labels = read(folder, lambda speaker: speaker != held_out)
    pictures = torch.tensor(np.stack([[picture(resample_poly(sound, 100, round(100 * speed)).astype(np.float32))
                                       for sound in sounds] for speed in SPEEDS]))[:, :, None]
    net = train(pictures, labels, epochs)
    seconds = time.perf_counter() - start
    sounds, labels = read(folder, lambda speaker: speaker == held_out)
    with torch.inference_mode():
        best = net(normalised(torch.tensor(np.stack([picture(sound) for sound in sounds]))[:, None])).argmax(1)
    print(f"{held_out} {(best == labels).float().mean().item():.4f} {seconds:.1f}")


if __name__ == "__main__":
    main()
