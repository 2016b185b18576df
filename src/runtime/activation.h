#pragma once

#include <algorithm>
#include <limits>

#include "graph/graph.h"

namespace easel::runtime {

/// The bounds to which an activation clamps.
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
  }
  return {};
}

inline float Activate(graph::Activation activation, double value) {
  const Range range = RangeOf(activation);
  return std::clamp(static_cast<float>(value), range.lower, range.upper);
}

}  // namespace easel::runtime
