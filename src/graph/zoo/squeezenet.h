#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// SqueezeNet 1.1 (Iandola et al., arXiv:1602.07360; the 1.1 of its repository). There is no batch
/// normalisation, and the classifier is a convolution in front of the pooling. Weights are named as
/// torchvision does.
Result<Network> BuildSqueezenet(const NetworkOptions& options);

}  // namespace easel::graph
