#include <algorithm>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

void Compute(const graph::GlobalMaxPool&, std::span<const Input> inputs, Output output) {
  const graph::Shape& in = inputs[0].shape;
  const int64_t pixels = in[1] * in[2];
  const int64_t channels = in[3];
  for (int64_t n = 0; n < in[0]; ++n) {
    const float* pixel = inputs[0].data + n * pixels * channels;
    float* const most = output.data + n * channels;
    std::copy_n(pixel, channels, most);
    for (int64_t i = 1; i < pixels; ++i) {
      pixel += channels;
      for (int64_t c = 0; c < channels; ++c) most[c] = std::max(most[c], pixel[c]);
    }
  }
}

}  // namespace easel::runtime::reference
