#pragma once

#include "training/engine/examples.h"

namespace easel::training {

/// How well a network does on examples.
struct Score {
  double loss = 0;  ///< mean cross entropy
  double accuracy = 0;
};

/// Judges a graph of logits in the shipping runtime, with its BatchNorm folded as it will be shipped.
/// `examples` of at least one item.
Result<Score> Validate(const graph::Graph& network, const Examples& examples, int threads);

}  // namespace easel::training
