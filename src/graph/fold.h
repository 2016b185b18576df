#pragma once

#include "graph/graph.h"

namespace easel::graph {

/// The graph as it runs: every BatchNorm is folded into the weights of the convolution or fully connected
/// layer before it, which takes over its activation; one that follows something else becomes a 1 × 1
/// depthwise convolution. Computes what `graph` does up to rounding. Names of weights and of what BatchNorm
/// made stay; a bias that a layer did not have is named after its weight, "conv1.weight" → "conv1.bias".
/// Constants that nothing needs any more are dropped. `graph` must be valid. kBadInput "graph-fold" for a
/// BatchNorm of [N, C] that follows no layer with weights.
Result<Graph> FoldBatchNorm(const Graph& graph);

}  // namespace easel::graph
