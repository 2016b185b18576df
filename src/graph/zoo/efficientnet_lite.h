#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// EfficientNet-Lite, variant 0 … 4 (Tan & Le, arXiv:1905.11946; Liu, "EfficientNet-Lite", 2020): ReLU6, no
/// squeeze and excitation; stem, first and last stage and head are not scaled. Weights are named as in the
/// PyTorch checkpoint (efficientnet_lite_pytorch): "_blocks.3._depthwise_conv.weight".
Result<Network> BuildEfficientNetLite(int variant, const NetworkOptions& options);

}  // namespace easel::graph
