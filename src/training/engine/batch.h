#pragma once

#include <span>
#include <vector>

#include "training/engine/examples.h"
#include "training/engine/fit.h"
#include "training/engine/step.h"

namespace easel::training {

/// Turns items into the shards that a network learns from: their order, variations, weights, mixtures, and
/// smooth targets. Everything random in it is computed from (seed, epoch, item): no draw depends on an
/// earlier one, so the shards are the same whoever makes them, in whatever order. Thread-safe; both arguments
/// outlive it.
class Batches {
 public:
  Batches(const Examples& examples, const FitOptions& options) : examples_(examples), options_(options) {}

  /// The order in which an epoch goes through all items; each occurs once.
  std::vector<size_t> Order(int epoch) const;

  /// The shard of these items, in an epoch that has none of them in another shard. Fails as `examples` do.
  Result<Shard> Fill(int epoch, std::span<const size_t> items) const;

 private:
  void MixItems(Shard& shard, int epoch, size_t first) const;
  void WeighItems(Shard& shard) const;

  const Examples& examples_;
  const FitOptions& options_;
};

}  // namespace easel::training
