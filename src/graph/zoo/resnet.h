#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// Residual networks (He et al., arXiv:1512.03385) of 18 and 34 layers out of basic blocks, or of 50 out of
/// bottlenecks with the stride in the 3 × 3 ("version 1.5"). Weights are named as torchvision does.
Result<Network> BuildResnet(int layers, const NetworkOptions& options);

}  // namespace easel::graph
