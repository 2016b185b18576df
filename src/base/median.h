#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace easel {

/// The value in the middle of the sorted ones, the higher of two. `values` has one at least.
template <typename Number>
Number Median(std::vector<Number> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace easel
