#include <algorithm>
#include <cmath>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::Softmax&, std::span<const Input> inputs, Output output) {
  const int64_t width = output.shape.back();
  int64_t rows = 1;
  for (size_t i = 0; i + 1 < output.shape.size(); ++i) rows *= output.shape[i];
  for (int64_t row = 0; row < rows; ++row) {
    const std::span<const float> in(inputs[0].data + row * width, static_cast<size_t>(width));
    // The largest is subtracted first, so that no exponential overflows.
    const double largest = *std::ranges::max_element(in);
    double sum = 0;
    for (const float x : in) sum += std::exp(x - largest);
    float* const target = output.data + row * width;
    std::ranges::transform(in, target,
                           [&](float x) { return static_cast<float>(std::exp(x - largest) / sum); });
  }
}

}  // namespace easel::runtime::reference
