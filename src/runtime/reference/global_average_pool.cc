#include <algorithm>
#include <vector>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::GlobalAveragePool&, std::span<const Input> inputs, Output output) {
  const graph::Shape& in = inputs[0].shape;
  const int64_t pixels = in[1] * in[2];
  const int64_t channels = in[3];
  std::vector<double> sums(static_cast<size_t>(channels));
  for (int64_t n = 0; n < in[0]; ++n) {
    std::ranges::fill(sums, 0.0);
    for (int64_t i = 0; i < pixels; ++i) {
      const float* const pixel = inputs[0].data + (n * pixels + i) * channels;
      for (int64_t c = 0; c < channels; ++c) sums[static_cast<size_t>(c)] += pixel[c];
    }
    std::ranges::transform(sums, output.data + n * channels,
                           [&](double sum) { return static_cast<float>(sum / static_cast<double>(pixels)); });
  }
}

}  // namespace easel::runtime::reference
