#include <algorithm>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::Concat&, std::span<const Input> inputs, Output output) {
  int64_t rows = 1;
  for (size_t i = 0; i + 1 < output.shape.size(); ++i) rows *= output.shape[i];
  float* target = output.data;
  for (int64_t row = 0; row < rows; ++row) {
    for (const Input& input : inputs) {
      const int64_t width = input.shape.back();
      target = std::copy_n(input.data + row * width, width, target);
    }
  }
}

}  // namespace easel::runtime::reference
