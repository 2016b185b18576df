#pragma once

#include <span>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace easel::graph {

/// Which values the outputs depend on, by id: activations, weights and outputs themselves. Nodes whose output
/// is not among them need not run. `graph` must be valid.
std::vector<bool> NeededValues(const Graph& graph);

/// The graph without the nodes and constants that no output needs. Inputs stay; ids change, names do not.
Graph DropUnused(const Graph& graph);

/// The part of a valid graph that makes the named values: the original inputs, these values as outputs in
/// this order. kBadInput "graph-cut" when there is no such value or no node makes it.
Result<Graph> ExtractUpTo(const Graph& graph, std::span<const std::string> cut_value_names);

/// The rest: the named values as inputs in this order, the original outputs. Running a graph up to some
/// values and its tail from them gives the same bits as running the whole. kBadInput "graph-cut" as above,
/// and when an output depends on an original input in another way than through these values.
Result<Graph> ExtractTail(const Graph& graph, std::span<const std::string> cut_value_names);

}  // namespace easel::graph
