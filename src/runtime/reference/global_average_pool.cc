#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::GlobalAveragePool&, std::span<const Input> inputs, Output output) {
  const graph::Shape& in = inputs[0].shape;
  const int64_t pixels = in[1] * in[2];
  for (int64_t n = 0; n < in[0]; ++n) {
    for (int64_t c = 0; c < in[3]; ++c) {
      double sum = 0;
      for (int64_t i = 0; i < pixels; ++i) sum += inputs[0].data[(n * pixels + i) * in[3] + c];
      output.data[n * in[3] + c] = static_cast<float>(sum / static_cast<double>(pixels));
    }
  }
}

}  // namespace easel::runtime::reference
