"""YAMNet's weights as PyTorch would have them, from the Keras checkpoint in which they are published.

There the layers are only numbered: a convolution and its normalisation, 13 times those of a depthwise and of a pointwise
convolution, and a classifier. The names made here are those of the layers in the original
(github.com/tensorflow/models, research/audioset/yamnet). The classifier is left out.
"""

import array
import math
import re

from torch_checkpoint import gather

KEY = re.compile(r"layer-1/layer/_func/_yamnet/layer_with_weights-(\d+)/(\w+)/\.ATTRIBUTES/VARIABLE_VALUE")
PARTS = {"beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}
CONVOLUTION = (3, 2, 0, 1)  # the axes of [KH, KW, I, O], as PyTorch orders them
DEPTHWISE = (2, 3, 0, 1)  # the same of [KH, KW, C, 1]


def layer_names():
    """In the order of the checkpoint's numbers: convolutions at even, their normalisations at odd ones."""
    convolutions = ["layer1.conv"]
    for layer in range(2, 15):
        convolutions += [f"layer{layer}.depthwise_conv", f"layer{layer}.pointwise_conv"]
    return [name + part for name in convolutions for part in ("", ".bn")]


def transposed(shape, content, axes):
    strides = [math.prod(shape[i + 1 :]) for i in range(len(shape))]
    words = gather(memoryview(content).cast("I"), 0, [shape[i] for i in axes], [strides[i] for i in axes])
    return tuple(shape[i] for i in axes), words.tobytes()


def as_pytorch(checkpoint):
    """The tensors as {name: (shape, bytes)}. `checkpoint` is what tensorflow_checkpoint.read made of it."""
    names = layer_names()
    tensors = {}
    for key, (shape, content) in checkpoint.items():
        match = KEY.fullmatch(key)
        if not match or int(match[1]) >= len(names):
            continue
        name, part = names[int(match[1])], match[2]
        if part in PARTS:
            tensors[f"{name}.{PARTS[part]}"] = (shape, content)
        else:
            axes = DEPTHWISE if part == "depthwise_kernel" else CONVOLUTION
            tensors[f"{name}.weight"] = transposed(shape, content, axes)
        if part == "beta":  # the original's normalisation has no scale
            tensors[f"{name}.weight"] = (shape, array.array("f", [1.0] * shape[0]).tobytes())
    return tensors
