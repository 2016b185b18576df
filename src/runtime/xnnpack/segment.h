#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"
#include "runtime/step.h"

namespace easel::runtime::xnnpack {

/// Whether the subgraph API of every supported XNNPACK has the operator with the bits that we promise.
bool Supports(const graph::Operator& op);

/// A run of nodes as one XNNPACK runtime on the calling thread. Values that have a non-empty buffer cross the
/// segment's border and are read from or written to it; the others live inside. `graph` and `buffers` (one
/// per value) must outlive the step and stay in place. kInternal "engine-refused" when XNNPACK does.
Result<std::unique_ptr<Step>> MakeSegment(const graph::Graph& graph, std::span<const graph::Node> nodes,
                                          std::span<Buffer> buffers);

}  // namespace easel::runtime::xnnpack
