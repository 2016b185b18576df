#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// MobileNetV2 (Sandler et al., arXiv:1801.04381): inverted residuals with linear bottlenecks. Weights are
/// named as torchvision does. The last layer does not become narrower than 1280.
Result<Network> BuildMobilenetV2(const NetworkOptions& options);

}  // namespace easel::graph
