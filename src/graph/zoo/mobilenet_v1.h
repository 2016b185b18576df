#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// MobileNet (Howard et al., arXiv:1704.04861): depthwise and pointwise convolutions in turn, ReLU6. Weights
/// are named as timm does (mobilenetv1_100).
Result<Network> BuildMobilenetV1(const NetworkOptions& options);

}  // namespace easel::graph
