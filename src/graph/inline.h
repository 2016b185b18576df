#pragma once

#include <span>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace easel::graph {

/// What the names of an inlined graph's values become: constants <prefix><name>, activations
/// <prefix><name><suffix>.
struct InlineNames {
  std::string prefix;
  std::string suffix;
};

/// Puts the nodes of a valid graph into `builder`, with `inputs` in place of the graph's own. These may have
/// another height and width: shapes are inferred anew. Constants that `builder` has already under their name
/// are shared, so a network can look at several pictures. Returns what became of the graph's outputs. Misuse
/// is a bug and throws std::logic_error: other numbers under a constant's name, or inputs that do not fit.
std::vector<ValueId> Inline(GraphBuilder& builder, const Graph& graph, std::span<const ValueId> inputs,
                            const InlineNames& names);

}  // namespace easel::graph
