#pragma once

#include <vector>

#include "base/progress.h"
#include "dataset/types.h"
#include "graph/detector.h"
#include "training/engine/examples.h"

namespace easel::training {

/// Tells while a detector learns how well it does on the pictures that judge it in the end. It chooses
/// nothing.
class DetectionMonitor {
 public:
  /// `examples`: the judges' plain pictures or maps, item by item; `judges` the same items, or the first of
  /// them, with their boxes. All must outlive this.
  DetectionMonitor(const Examples& examples, std::vector<const dataset::FrozenItem*> judges,
                   const graph::Detector& detector, size_t classes, int threads)
      : examples_(examples),
        judges_(std::move(judges)),
        detector_(detector),
        classes_(classes),
        threads_(threads) {}

  /// The mean average precision at an overlap of a half, of a network as it learns; 0 without judges.
  /// kCancelled.
  Result<double> Map50(const graph::Graph& network, const Progress& progress) const;

 private:
  const Examples& examples_;
  const std::vector<const dataset::FrozenItem*> judges_;
  const graph::Detector& detector_;
  const size_t classes_;
  const int threads_;
};

}  // namespace easel::training
