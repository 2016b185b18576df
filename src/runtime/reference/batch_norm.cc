#include <cmath>

#include "runtime/activation.h"
#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::BatchNorm& op, std::span<const Input> inputs, Output output) {
  int64_t count = 1;
  for (const int64_t size : output.shape) count *= size;
  const int64_t channels = output.shape.back();
  const float* const scale = inputs[1].data;
  const float* const shift = inputs[2].data;
  const float* const mean = inputs[3].data;
  const float* const variance = inputs[4].data;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t c = i % channels;
    const double normal = (static_cast<double>(inputs[0].data[i]) - mean[c]) /
                          std::sqrt(static_cast<double>(variance[c]) + op.epsilon);
    output.data[i] = Activate(op.activation, normal * scale[c] + shift[c]);
  }
}

}  // namespace easel::runtime::reference
