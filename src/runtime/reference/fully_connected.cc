#include "runtime/activation.h"
#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::FullyConnected& op, std::span<const Input> inputs, Output output) {
  const int64_t in = inputs[0].shape[1];
  const int64_t out = output.shape[1];
  for (int64_t n = 0; n < output.shape[0]; ++n) {
    for (int64_t o = 0; o < out; ++o) {
      double sum = inputs.size() > 2 ? inputs[2].data[o] : 0.0F;
      for (int64_t i = 0; i < in; ++i)
        sum += static_cast<double>(inputs[0].data[n * in + i]) * inputs[1].data[o * in + i];
      output.data[n * out + o] = Activate(op.activation, sum);
    }
  }
}

}  // namespace easel::runtime::reference
