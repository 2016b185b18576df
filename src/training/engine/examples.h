#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "graph/graph.h"

namespace easel::training {

/// What a network learns from or is judged by: items with a picture (or any tensor) and a target.
/// Thread-safe.
class Examples {
 public:
  virtual ~Examples() = default;

  virtual size_t size() const = 0;
  virtual graph::Shape shape() const = 0;  ///< of one picture: [H, W, C] or [C], or all of Module::Split
  /// Numbers of a target: as many as there are classes, unless the loss wants others.
  virtual int64_t classes() const = 0;
  /// Writes item `i`: its picture, and its target, a distribution over the classes or what else the loss
  /// takes. Without `variation` as it is, with one in the variation (crop, flip, colour …) that this number
  /// stands for: the same number gives the same bits.
  virtual Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
                      std::span<float> target) const = 0;
};

}  // namespace easel::training
