#include "runtime/activation.h"
#include "runtime/reference/kernels.h"
#include "runtime/reference/window.h"

namespace easel::runtime::reference {

void Compute(const graph::DepthwiseConv2d& op, std::span<const Input> inputs, Output output) {
  const graph::Shape& in = inputs[0].shape;
  const graph::Shape& weight = inputs[1].shape;
  const graph::Shape& out = output.shape;
  const Window rows(in[1], weight[1], op.stride, op.padding);
  const Window columns(in[2], weight[2], op.stride, op.padding);
  float* target = output.data;
  for (int64_t n = 0; n < out[0]; ++n) {
    for (int64_t y = 0; y < out[1]; ++y) {
      for (int64_t x = 0; x < out[2]; ++x) {
        for (int64_t c = 0; c < out[3]; ++c) {
          double sum = inputs.size() > 2 ? inputs[2].data[c] : 0.0F;
          for (int64_t ky = rows.First(y); ky < rows.Last(y); ++ky) {
            for (int64_t kx = columns.First(x); kx < columns.Last(x); ++kx) {
              const int64_t pixel = (n * in[1] + rows.Start(y) + ky) * in[2] + columns.Start(x) + kx;
              sum += static_cast<double>(inputs[0].data[pixel * in[3] + c]) *
                     inputs[1].data[(ky * weight[2] + kx) * in[3] + c];
            }
          }
          *target++ = Activate(op.activation, sum);
        }
      }
    }
  }
}

}  // namespace easel::runtime::reference
