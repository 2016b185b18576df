#include "runtime/activation.h"
#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::Add& op, std::span<const Input> inputs, Output output) {
  int64_t count = 1;
  for (const int64_t size : output.shape) count *= size;
  for (int64_t i = 0; i < count; ++i) {
    output.data[i] = Activate(op.activation, static_cast<double>(inputs[0].data[i]) + inputs[1].data[i]);
  }
}

}  // namespace easel::runtime::reference
