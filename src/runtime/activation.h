#pragma once

#include <algorithm>
#include <limits>

#include "graph/graph.h"

namespace easel::runtime {

/// The bounds to which an activation clamps; that of the hard ones, which do more than clamp, is no bound.
struct Range {
  float lower = -std::numeric_limits<float>::infinity();
  float upper = std::numeric_limits<float>::infinity();
};

constexpr Range RangeOf(graph::Activation activation) {
  switch (activation) {
    case graph::Activation::kNone:
      return {};
    case graph::Activation::kRelu:
      return {.lower = 0.0F};
    case graph::Activation::kRelu6:
      return {.lower = 0.0F, .upper = 6.0F};
    case graph::Activation::kHardSigmoid:
    case graph::Activation::kHardSwish:
      return {};
  }
  return {};
}

inline float Activate(graph::Activation activation, double value) {
  if (activation == graph::Activation::kHardSigmoid)
    return static_cast<float>(std::clamp(value + 3, 0.0, 6.0) / 6);
  if (activation == graph::Activation::kHardSwish) {
    return static_cast<float>(value * std::clamp(value + 3, 0.0, 6.0) / 6);
  }
  const Range range = RangeOf(activation);
  return std::clamp(static_cast<float>(value), range.lower, range.upper);
}

}  // namespace easel::runtime
