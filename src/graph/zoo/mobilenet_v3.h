#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// MobileNetV3, large or small (Howard et al., arXiv:1905.02244): inverted residuals, some with squeeze and
/// excitation, hard swish. Weights are named as torchvision does.
Result<Network> BuildMobilenetV3(bool is_large, const NetworkOptions& options);

}  // namespace easel::graph
