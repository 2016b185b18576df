#pragma once

#include <algorithm>
#include <cstdint>

#include "graph/graph.h"

namespace easel::runtime::reference {

/// Where the windows of a convolution or a pooling lie along one axis.
struct Window {
  int64_t length;  ///< of the input
  int64_t kernel;
  int64_t stride;
  int64_t before;  ///< padding before the first value

  Window(int64_t input, int64_t kernel_length, int64_t stride_length, graph::Padding padding)
      : length(input),
        kernel(kernel_length),
        stride(stride_length),
        before(graph::LayOut(input, kernel_length, stride_length, padding).before) {}

  int64_t Start(int64_t position) const { return position * stride - before; }
  /// The part [First, Last) of the window at `position` that lies inside of the input.
  int64_t First(int64_t position) const { return std::max<int64_t>(0, -Start(position)); }
  int64_t Last(int64_t position) const { return std::min(kernel, length - Start(position)); }
};

}  // namespace easel::runtime::reference
