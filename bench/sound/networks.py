"""YAMNet and aiSFX up to their embeddings in torch, from the weights that scripts/fetch-weights brings; with the spectrograms that
they were trained on, by librosa."""

import json
import struct

import librosa
import numpy as np
import torch
import torch.nn.functional as functional


def tensors(path):
    """{name: array} of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(*struct.unpack("<Q", file.read(8))))
        data = file.read()
    header.pop("__metadata__", None)
    return {name: np.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
            for name, entry in header.items() if entry["dtype"] == "F32"}


def filters(rate, size, bands, low, high):
    """Triangles with straight sides on the mel scale, which librosa has not; TensorFlow and Essentia do it like this."""
    mel = lambda hertz: librosa.hz_to_mel(hertz, htk=True)
    places, corners = mel(librosa.fft_frequencies(sr=rate, n_fft=size)), np.linspace(mel(low), mel(high), bands + 2)
    rising = (places - corners[:-2, None]) / (corners[1:-1] - corners[:-2])[:, None]
    falling = (corners[2:, None] - places) / (corners[2:] - corners[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


class Network:
    def __init__(self, weights):
        self.folded = {}
        for name in [name for name in weights if weights[name].ndim == 4]:
            norm, kernel = self.norm_of(name.removesuffix(".weight")), weights[name]
            scale = weights[norm + ".weight"] / np.sqrt(weights[norm + ".running_var"] + self.EPSILON)
            bias = weights[norm + ".bias"] - weights[norm + ".running_mean"] * scale
            kernel = torch.tensor(kernel * scale[:, None, None, None]).to(memory_format=torch.channels_last)
            self.folded[name.removesuffix(".weight")] = kernel, torch.tensor(bias)

    def blocks(self, sound):
        """[blocks, frames, bands]: half overlapping, the last one filled up."""
        frames = self.spectrogram(sound)
        starts = range(0, max(1, len(frames) - self.FRAMES // 2), self.FRAMES // 2)
        return np.stack([np.pad(block, ((0, self.FRAMES - len(block)), (0, 0)), constant_values=self.SILENCE)
                         for block in (frames[start : start + self.FRAMES] for start in starts)])


class Aisfx(Network):
    RATE, FRAMES, EPSILON, SILENCE = 44100, 100, 1e-5, 0
    FILTERS = filters(44100, 2048, 96, 0, 22050)
    FILTERS /= np.maximum(FILTERS.sum(1, keepdims=True), 1e-9)

    def norm_of(self, layer):
        return layer.replace(".conv1", ".bn1").replace(".conv2", ".bn2")

    def spectrogram(self, sound):
        powers = np.abs(librosa.stft(sound, n_fft=2048, hop_length=1024, pad_mode="constant")) ** 2
        return np.log10(1 + 10000 * (self.FILTERS @ powers).T) / 9.457798957824707

    def embed(self, x):
        for block in range(1, 5):
            for conv in (1, 2):
                kernel, bias = self.folded[f"embedding_net.conv_block{block}.conv{conv}"]
                x = functional.relu(functional.conv2d(x, kernel, bias, padding=1), inplace=True)
            if block < 4:
                x = functional.max_pool2d(x, 2)
        return x.mean(3).amax(2)


class Yamnet(Network):
    RATE, FRAMES, EPSILON, SILENCE = 16000, 96, 1e-4, np.log(0.001)
    FILTERS = filters(16000, 512, 64, 125, 7500)
    STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)

    def norm_of(self, layer):
        return layer + ".bn"

    def spectrogram(self, sound):
        sound = librosa.util.fix_length(sound, size=max(len(sound), 512))
        magnitudes = np.abs(librosa.stft(sound, n_fft=512, win_length=400, hop_length=160, pad_mode="constant"))
        return np.log((self.FILTERS @ magnitudes).T + 0.001)

    def layer(self, x, name, stride, groups=1):
        kernel, bias = self.folded[name]
        size = kernel.shape[2]
        ahead, behind = zip(*[halves(max((-(-side // stride) - 1) * stride + size - side, 0)) for side in x.shape[2:]])
        x = functional.pad(x, (ahead[1], behind[1], ahead[0], behind[0]))
        return functional.relu(functional.conv2d(x, kernel, bias, stride=stride, groups=groups), inplace=True)

    def embed(self, x):
        x = self.layer(x, "layer1.conv", 2)
        for number, stride in enumerate(self.STRIDES, 2):
            x = self.layer(x, f"layer{number}.depthwise_conv", stride, x.shape[1])
            x = self.layer(x, f"layer{number}.pointwise_conv", 1)
        return x.mean((2, 3))


def halves(padding):
    return padding // 2, padding - padding // 2


NETWORKS = {"aisfx": Aisfx, "yamnet": Yamnet}
