#include <algorithm>
#include <cmath>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::SquareRoot&, std::span<const Input> inputs, Output output) {
  int64_t count = 1;
  for (const int64_t size : output.shape) count *= size;
  std::transform(inputs[0].data, inputs[0].data + count, output.data, [](float x) { return std::sqrt(x); });
}

}  // namespace easel::runtime::reference
