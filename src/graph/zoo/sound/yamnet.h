#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// YAMNet (Plakal & Ellis, 2020; github.com/tensorflow/models, research/audioset/yamnet): MobileNetV1
/// (arXiv:1704.04861) trained on AudioSet, without its classifier. A frame is 10 ms of sound at 16 kHz; its
/// 64 numbers are ln(x + 0.001) of the magnitudes x in mel bands from 125 to 7500 Hz. The embedding has 1024
/// numbers, none negative.
/// Layers are named as in the original, "layer1.conv", "layer2.depthwise_conv" … "layer14.pointwise_conv",
/// and their activations like the normalisation behind them, "layer14.pointwise_conv.bn". The original's
/// normalisation has no scale: in the weights it is 1. `frames` ≥ 1.
Result<Network> BuildYamnet(int frames);

}  // namespace easel::graph
