#include <algorithm>
#include <limits>
#include <vector>

#include "runtime/reference/kernels.h"
#include "runtime/reference/window.h"

namespace easel::runtime::reference {

namespace {

/// Calls `visit(pixel)` for every pixel of the input that lies in the window, `pixel` being its channels, and
/// `finish(target)` after each window, `target` being the output's.
template <typename Pool, typename Visit, typename Finish>
void ForEachWindow(const Pool& op, const Input& input, Output output, Visit visit, Finish finish) {
  const graph::Shape& in = input.shape;
  const graph::Shape& out = output.shape;
  const Window rows(in[1], op.kernel, op.stride, op.padding);
  const Window columns(in[2], op.kernel, op.stride, op.padding);
  float* target = output.data;
  for (int64_t n = 0; n < out[0]; ++n) {
    for (int64_t y = 0; y < out[1]; ++y) {
      for (int64_t x = 0; x < out[2]; ++x, target += out[3]) {
        int64_t pixels = 0;
        for (int64_t ky = rows.First(y); ky < rows.Last(y); ++ky) {
          for (int64_t kx = columns.First(x); kx < columns.Last(x); ++kx, ++pixels) {
            visit(input.data + ((n * in[1] + rows.Start(y) + ky) * in[2] + columns.Start(x) + kx) * in[3]);
          }
        }
        finish(target, pixels);
      }
    }
  }
}

}  // namespace

void Compute(const graph::MaxPool2d& op, std::span<const Input> inputs, Output output) {
  std::vector<float> most(static_cast<size_t>(output.shape[3]), -std::numeric_limits<float>::infinity());
  ForEachWindow(
      op, inputs[0], output,
      [&](const float* pixel) {
        for (float& value : most) value = std::max(value, *pixel++);
      },
      [&](float* target, int64_t) {
        std::ranges::copy(most, target);
        std::ranges::fill(most, -std::numeric_limits<float>::infinity());
      });
}

void Compute(const graph::AveragePool2d& op, std::span<const Input> inputs, Output output) {
  std::vector<double> sums(static_cast<size_t>(output.shape[3]));
  ForEachWindow(
      op, inputs[0], output,
      [&](const float* pixel) {
        for (double& sum : sums) sum += *pixel++;
      },
      [&](float* target, int64_t pixels) {
        const auto count = static_cast<double>(op.count_padding ? int64_t{op.kernel} * op.kernel : pixels);
        std::ranges::transform(sums, target, [&](double sum) { return static_cast<float>(sum / count); });
        std::ranges::fill(sums, 0.0);
      });
}

}  // namespace easel::runtime::reference
