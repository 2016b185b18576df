#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// ShuffleNetV2 (Ma et al., arXiv:1807.11164). The widths 0.5, 1, 1.5 and 2 are the published networks; the
/// channels of others lie between theirs. Weights are named as torchvision does.
Result<Network> BuildShufflenetV2(const NetworkOptions& options);

}  // namespace easel::graph
