#pragma once

#include "graph/graph.h"

namespace easel::graph {

/// The same network for pictures that lie on their side: height and width of every four-dimensional input
/// exchanged, the shapes of all that follows inferred again; nodes, ids, names and constants stay. Possible
/// for networks that are convolutional up to a global pooling; for others kBadInput "graph-invalid".
Result<Graph> ExchangeSides(const Graph& graph);

}  // namespace easel::graph
