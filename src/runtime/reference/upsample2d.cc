#include <algorithm>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::Upsample2d& op, std::span<const Input> inputs, Output output) {
  const graph::Shape& shape = inputs[0].shape;
  const int64_t channels = shape[3];
  const int64_t row = shape[2] * channels * op.factor;
  const float* pixel = inputs[0].data;
  float* target = output.data;
  for (int64_t line = 0; line < shape[0] * shape[1]; ++line) {
    float* const first = target;
    for (int64_t x = 0; x < shape[2]; ++x, pixel += channels) {
      for (int copy = 0; copy < op.factor; ++copy) target = std::copy(pixel, pixel + channels, target);
    }
    for (int copy = 1; copy < op.factor; ++copy) target = std::copy(first, first + row, target);
  }
}

}  // namespace easel::runtime::reference
