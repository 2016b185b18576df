#include <algorithm>

#include "runtime/reference/kernels.h"

namespace easel::runtime::reference {

namespace {

/// The product of all sizes but the last.
int64_t RowsOf(const graph::Shape& shape) {
  int64_t rows = 1;
  for (size_t i = 0; i + 1 < shape.size(); ++i) rows *= shape[i];
  return rows;
}

}  // namespace

void Compute(const graph::ScaleChannels&, std::span<const Input> inputs, Output output) {
  const graph::Shape& shape = output.shape;
  const int64_t pixels = shape[1] * shape[2];
  const float* x = inputs[0].data;
  float* target = output.data;
  for (int64_t n = 0; n < shape[0]; ++n) {
    const float* const gate = inputs[1].data + n * shape[3];
    for (int64_t i = 0; i < pixels; ++i) {
      for (int64_t c = 0; c < shape[3]; ++c) *target++ = *x++ * gate[c];
    }
  }
}

void Compute(const graph::SliceChannels& op, std::span<const Input> inputs, Output output) {
  const int64_t rows = RowsOf(output.shape);
  const int64_t width = inputs[0].shape.back();
  float* target = output.data;
  for (int64_t row = 0; row < rows; ++row) {
    const float* const from = inputs[0].data + row * width;
    target = std::copy(from + op.begin, from + op.end, target);
  }
}

void Compute(const graph::ShuffleChannels& op, std::span<const Input> inputs, Output output) {
  const int64_t rows = RowsOf(output.shape);
  const int64_t channels = output.shape.back();
  const int64_t size = channels / op.groups;
  for (int64_t row = 0; row < rows; ++row) {
    const float* from = inputs[0].data + row * channels;
    float* const target = output.data + row * channels;
    for (int64_t group = 0; group < op.groups; ++group) {
      for (int64_t i = 0; i < size; ++i) target[i * op.groups + group] = *from++;
    }
  }
}

}  // namespace easel::runtime::reference
