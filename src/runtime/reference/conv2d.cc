#include "runtime/activation.h"
#include "runtime/reference/kernels.h"
#include "runtime/reference/window.h"

namespace easel::runtime::reference {

void Compute(const graph::Conv2d& op, std::span<const Input> inputs, Output output) {
  const graph::Shape& in = inputs[0].shape;
  const graph::Shape& weight = inputs[1].shape;
  const graph::Shape& out = output.shape;
  const Window rows(in[1], weight[1], op.stride, op.padding);
  const Window columns(in[2], weight[2], op.stride, op.padding);
  float* target = output.data;
  for (int64_t n = 0; n < out[0]; ++n) {
    for (int64_t y = 0; y < out[1]; ++y) {
      for (int64_t x = 0; x < out[2]; ++x) {
        for (int64_t o = 0; o < out[3]; ++o) {
          double sum = inputs.size() > 2 ? inputs[2].data[o] : 0.0F;
          for (int64_t ky = rows.First(y); ky < rows.Last(y); ++ky) {
            for (int64_t kx = columns.First(x); kx < columns.Last(x); ++kx) {
              const float* const pixel =
                  inputs[0].data + ((n * in[1] + rows.Start(y) + ky) * in[2] + columns.Start(x) + kx) * in[3];
              const float* const tap = inputs[1].data + ((o * weight[1] + ky) * weight[2] + kx) * in[3];
              for (int64_t i = 0; i < in[3]; ++i) sum += static_cast<double>(pixel[i]) * tap[i];
            }
          }
          *target++ = Activate(op.activation, sum);
        }
      }
    }
  }
}

}  // namespace easel::runtime::reference
