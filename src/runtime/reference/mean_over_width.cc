#include <algorithm>
#include <vector>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::MeanOverWidth&, std::span<const Input> inputs, Output output) {
  const graph::Shape& in = inputs[0].shape;
  const int64_t width = in[2];
  const int64_t channels = in[3];
  std::vector<double> sums(static_cast<size_t>(channels));
  const float* pixel = inputs[0].data;
  for (int64_t row = 0; row < in[0] * in[1]; ++row) {
    std::ranges::fill(sums, 0.0);
    for (int64_t x = 0; x < width; ++x) {
      for (double& sum : sums) sum += *pixel++;
    }
    std::ranges::transform(sums, output.data + row * channels,
                           [&](double sum) { return static_cast<float>(sum / static_cast<double>(width)); });
  }
}

}  // namespace easel::runtime::reference
