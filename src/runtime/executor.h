#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"

namespace easel::runtime {

/// Which kernels run the operators.
enum class Backend {
  kXnnpack,    ///< XNNPACK's subgraph API, single-threaded, for segments of supported operators; kReference
               ///< between them
  kReference,  ///< plain portable loops: the oracle of the tests and the fallback where XNNPACK cannot start
};

/// A graph prepared for running. Packs the weights once; Run may be called by one thread at a time, so
/// threads have an executor each. The same input gives the same bits at any time, on any thread, whatever the
/// other inputs of the call are.
class Executor {
 public:
  /// `graph` must outlive the executor and be valid (graph::Validate). kInternal when the engine refuses it.
  static Result<std::unique_ptr<Executor>> Create(const graph::Graph& graph,
                                                  Backend backend = Backend::kXnnpack);
  virtual ~Executor() = default;

  /// `inputs` and `outputs` follow graph.inputs and graph.outputs; sizes are those of the shapes (N = 1).
  virtual Status Run(std::span<const std::span<const float>> inputs,
                     std::span<const std::span<float>> outputs) = 0;
};

}  // namespace easel::runtime
