#pragma once

#include "base/progress.h"
#include "training/engine/examples.h"

namespace easel::training {

/// How well a network does on examples.
struct Score {
  double loss = 0;  ///< mean cross entropy
  double accuracy = 0;
};

/// Judges a graph of logits in the shipping runtime, with its BatchNorm folded as it will be shipped.
/// `examples` of at least one item. kCancelled: `progress` is asked before each of them.
Result<Score> Validate(const graph::Graph& network, const Examples& examples, int threads,
                       const Progress& progress = NoProgress());

}  // namespace easel::training
