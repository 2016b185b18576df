#include "training/engine/operators.h"

#include <algorithm>
#include <array>
#include <limits>

#include "training/engine/depthwise.h"

namespace easel::training {
namespace {

/// Of an operator's fresh result, which nothing else holds: ReLUs are computed in its place, since their
/// gradients need no more than what they give.
torch::Tensor Activate(graph::Activation activation, torch::Tensor x) {
  switch (activation) {
    case graph::Activation::kNone:
      return x;
    case graph::Activation::kRelu:
      return at::relu_(x);
    case graph::Activation::kRelu6:
      // libtorch 1.13 has no gradient of the first for bfloat16 on the CPU.
      return x.scalar_type() == torch::kFloat32 ? at::hardtanh_(x, 0, 6) : at::clamp(x, 0, 6);
    case graph::Activation::kHardSigmoid:
      return at::hardsigmoid(x);
    case graph::Activation::kHardSwish:
      return at::hardswish(x);
  }
  return x;
}

/// Zeros around a map that libtorch can add itself (the same on both sides), or a map that has them already.
struct Padded {
  torch::Tensor map;
  std::array<int64_t, 2> both_sides = {0, 0};
};

Padded Pad(const torch::Tensor& x, std::array<int64_t, 2> kernel, int stride, graph::Padding padding,
           double value = 0) {
  const graph::WindowLayout rows = graph::LayOut(x.size(2), kernel[0], stride, padding);
  const graph::WindowLayout columns = graph::LayOut(x.size(3), kernel[1], stride, padding);
  if (rows.before == rows.after && columns.before == columns.after) return {x, {rows.before, columns.before}};
  return {at::constant_pad_nd(x, {columns.before, columns.after, rows.before, rows.after}, value), {0, 0}};
}

/// libtorch takes its own kernel for small batches on one thread, where oneDNN's is faster (1.15 times a step
/// of MobileNetV2).
bool PrefersOneDnn(const torch::Tensor& x) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat32 && at::globalContext().hasMKLDNN() &&
         at::globalContext().userEnabledMkldnn();
}

torch::Tensor BiasOf(const Operands& in) { return in.size() > 2 ? in[2] : torch::Tensor(); }

}  // namespace

torch::Tensor Compute(const graph::Conv2d& op, const Operands& in, Statistics) {
  const torch::Tensor& weight = in[1];
  const Padded x = Pad(in[0], {weight.size(2), weight.size(3)}, op.stride, op.padding);
  const std::array<int64_t, 2> stride = {op.stride, op.stride};
  constexpr std::array<int64_t, 2> kDense = {1, 1};
  const torch::Tensor y = PrefersOneDnn(x.map) ? at::mkldnn_convolution(x.map, weight, BiasOf(in),
                                                                        x.both_sides, stride, kDense, 1)
                                               : at::conv2d(x.map, weight, BiasOf(in), stride, x.both_sides);
  return Activate(op.activation, y);
}

torch::Tensor Compute(const graph::DepthwiseConv2d& op, const Operands& in, Statistics) {
  const torch::Tensor weight = in[1].transpose(0, 1);  // held as [1, C, KH, KW]
  const Padded x = Pad(in[0], {weight.size(2), weight.size(3)}, op.stride, op.padding);
  return Activate(op.activation, DepthwiseConvolution(x.map, weight, BiasOf(in), op.stride, x.both_sides));
}

torch::Tensor Compute(const graph::FullyConnected& op, const Operands& in, Statistics) {
  return Activate(op.activation, at::linear(in[0], in[1], BiasOf(in)));
}

torch::Tensor Compute(const graph::BatchNorm& op, const Operands& in, Statistics statistics) {
  const double epsilon = op.epsilon;
  if (statistics == nullptr) {
    return Activate(op.activation,
                    at::batch_norm(in[0], in[1], in[2], in[3], in[4], false, 0, epsilon, false));
  }
  const auto [out, mean, inverse] = at::native_batch_norm(in[0], in[1], in[2], {}, {}, true, 0, epsilon);
  const auto count = static_cast<double>(in[0].numel() / in[0].size(1));
  const torch::Tensor variance = inverse.detach()
                                     .to(torch::kFloat32)
                                     .pow(-2)
                                     .sub_(epsilon)
                                     .clamp_min_(0)
                                     .mul_(count / std::max(1.0, count - 1));
  statistics->push_back({mean.detach().to(torch::kFloat32), variance});
  return Activate(op.activation, out);
}

torch::Tensor Compute(const graph::MaxPool2d& op, const Operands& in, Statistics) {
  const Padded x =
      Pad(in[0], {op.kernel, op.kernel}, op.stride, op.padding, -std::numeric_limits<double>::infinity());
  return at::max_pool2d(x.map, op.kernel, op.stride, x.both_sides);
}

torch::Tensor Compute(const graph::AveragePool2d& op, const Operands& in, Statistics) {
  const Padded x = Pad(in[0], {op.kernel, op.kernel}, op.stride, op.padding);
  const bool is_padded_here = x.map.data_ptr() != in[0].data_ptr();
  const torch::Tensor sums = at::avg_pool2d(x.map, op.kernel, op.stride, x.both_sides, false, true);
  if (op.count_padding) return sums;
  if (!is_padded_here) return at::avg_pool2d(x.map, op.kernel, op.stride, x.both_sides, false, false);
  const torch::Tensor ones = Pad(at::ones_like(in[0]), {op.kernel, op.kernel}, op.stride, op.padding).map;
  return sums / at::avg_pool2d(ones, op.kernel, op.stride);
}

torch::Tensor Compute(const graph::Add& op, const Operands& in, Statistics) {
  return Activate(op.activation, in[0] + in[1]);
}

torch::Tensor Compute(const graph::ScaleChannels&, const Operands& in, Statistics) {
  return in[0] * in[1].unsqueeze(2).unsqueeze(3);
}

torch::Tensor Compute(const graph::SliceChannels& op, const Operands& in, Statistics) {
  return in[0].slice(1, op.begin, op.end);
}

torch::Tensor Compute(const graph::ShuffleChannels& op, const Operands& in, Statistics) {
  const torch::Tensor& x = in[0];
  const torch::Tensor groups =
      x.unflatten(1, {op.groups, x.size(1) / op.groups}).transpose(1, 2).flatten(1, 2);
  return x.dim() == 4 ? groups.contiguous(torch::MemoryFormat::ChannelsLast) : groups;
}

torch::Tensor Compute(const graph::Upsample2d& op, const Operands& in, Statistics) {
  const std::array<int64_t, 2> size = {in[0].size(2) * op.factor, in[0].size(3) * op.factor};
  return at::upsample_nearest2d(in[0], size);
}

torch::Tensor Compute(const graph::GlobalAveragePool&, const Operands& in, Statistics) {
  return in[0].mean({2, 3});
}

torch::Tensor Compute(const graph::GlobalMaxPool&, const Operands& in, Statistics) {
  return in[0].amax({2, 3});
}

torch::Tensor Compute(const graph::MeanOverWidth&, const Operands& in, Statistics) {
  return in[0].mean(3, true);
}

torch::Tensor Compute(const graph::Concat&, const Operands& in, Statistics) { return at::cat(in, 1); }

torch::Tensor Compute(const graph::SquareRoot&, const Operands& in, Statistics) {
  // The slope of the root is infinite at 0: values below this one have none.
  constexpr double kSmallest = 1e-12;
  return in[0].clamp_min(kSmallest).sqrt();
}

torch::Tensor Compute(const graph::Softmax&, const Operands& in, Statistics) { return at::softmax(in[0], 1); }

}  // namespace easel::training
