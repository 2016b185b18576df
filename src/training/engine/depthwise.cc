#include "training/engine/depthwise.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "media/transform/lanes.h"

namespace easel::training {
namespace {

constexpr int64_t kKernel = 5;
using media::kLanes;
using media::Lanes;
using media::LoadLanes;
using media::MulAdd;

/// Maps [B, H, W, C] in memory, and the window that moves over the first.
struct Layout {
  int64_t items, channels;
  int64_t height, width;          ///< of the input
  int64_t out_height, out_width;  ///< of the output
  int64_t stride;
  int64_t top, left;  ///< zeros on either side
};

/// Adds to the sums of a kernel's row what a row of the output says of a row of the input.
void AddRow(const Layout& of, const float* x, const float* slope, std::array<Lanes, kKernel>& sums) {
  const auto add = [&](int64_t k, const Lanes& there, const float* here) {
    Lanes& sum = sums[static_cast<size_t>(k)];
    sum = MulAdd(there, LoadLanes(here), sum);
  };
  const auto add_edge = [&](int64_t out) {
    const int64_t first = out * of.stride - of.left;
    for (int64_t k = 0; k < kKernel; ++k) {
      if (first + k >= 0 && first + k < of.width)
        add(k, LoadLanes(slope + out * of.channels), x + (first + k) * of.channels);
    }
  };
  // Where the whole kernel lies within the input.
  const int64_t begin = std::min((of.left + of.stride - 1) / of.stride, of.out_width);
  const int64_t room = of.width - kKernel + of.left;
  const int64_t end = room < 0 ? begin : std::clamp(room / of.stride + 1, begin, of.out_width);
  for (int64_t out = 0; out < begin; ++out) add_edge(out);
  for (int64_t out = begin; out < end; ++out) {
    const Lanes there = LoadLanes(slope + out * of.channels);
    const float* const here = x + (out * of.stride - of.left) * of.channels;
    for (int64_t k = 0; k < kKernel; ++k) add(k, there, here + k * of.channels);
  }
  for (int64_t out = end; out < of.out_width; ++out) add_edge(out);
}

/// `gradient`: [5, 5, C] in memory.
void WeightGradient(const Layout& of, const float* x, const float* slope, float* gradient) {
  for (int64_t channel = 0; channel < of.channels; channel += kLanes) {
    for (int64_t k = 0; k < kKernel; ++k) {
      std::array<Lanes, kKernel> sums = {};
      for (int64_t item = 0; item < of.items; ++item) {
        for (int64_t out = 0; out < of.out_height; ++out) {
          const int64_t row = out * of.stride - of.top + k;
          if (row < 0 || row >= of.height) continue;
          AddRow(of, x + (item * of.height + row) * of.width * of.channels + channel,
                 slope + (item * of.out_height + out) * of.out_width * of.channels + channel, sums);
        }
      }
      for (int64_t i = 0; i < kKernel; ++i) {
        std::memcpy(gradient + (k * kKernel + i) * of.channels + channel, &sums[static_cast<size_t>(i)],
                    sizeof(Lanes));
      }
    }
  }
}

bool IsWrittenFor(const torch::Tensor& x, const torch::Tensor& weight) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat32 && weight.scalar_type() == torch::kFloat32 &&
         x.is_contiguous(torch::MemoryFormat::ChannelsLast) && weight.size(2) == kKernel &&
         weight.size(3) == kKernel && x.size(1) == weight.size(0) && x.size(1) % kLanes == 0;
}

/// Of weights [C, 1, 5, 5].
torch::Tensor WeightGradientOf(const torch::Tensor& x, const torch::Tensor& slope, int64_t stride,
                               std::array<int64_t, 2> padding) {
  const torch::Tensor gradient = torch::empty({kKernel, kKernel, x.size(1)});
  const Layout layout = {x.size(0),     x.size(1), x.size(2),  x.size(3), slope.size(2),
                         slope.size(3), stride,    padding[0], padding[1]};
  WeightGradient(layout, x.data_ptr<float>(), slope.data_ptr<float>(), gradient.data_ptr<float>());
  return gradient.permute({2, 0, 1}).unsqueeze(1);
}

struct Convolution : torch::autograd::Function<Convolution> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                               const torch::Tensor& weight, int64_t stride, std::array<int64_t, 2> padding) {
    context->save_for_backward({x, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["top"] = padding[0];
    context->saved_data["left"] = padding[1];
    return at::conv2d(x, weight, {}, stride, padding, 1, x.size(1));
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& slopes) {
    const torch::autograd::variable_list saved = context->get_saved_variables();
    const torch::Tensor& x = saved[0];
    const torch::Tensor& weight = saved[1];
    const int64_t stride = context->saved_data["stride"].toInt();
    const std::array<int64_t, 2> padding = {context->saved_data["top"].toInt(),
                                            context->saved_data["left"].toInt()};
    const torch::Tensor slope = slopes[0].contiguous(torch::MemoryFormat::ChannelsLast);
    torch::Tensor of_x;
    torch::Tensor of_weight;
    if (context->needs_input_grad(0)) {
      of_x = std::get<0>(at::convolution_backward(slope, x, weight, c10::nullopt, {stride, stride}, padding,
                                                  {1, 1}, false, {0, 0}, x.size(1), {true, false, false}));
    }
    if (context->needs_input_grad(1)) of_weight = WeightGradientOf(x, slope, stride, padding);
    return {of_x, of_weight, {}, {}};
  }
};

}  // namespace

torch::Tensor DepthwiseConvolution(const torch::Tensor& x, const torch::Tensor& weight,
                                   const torch::Tensor& bias, int64_t stride,
                                   std::array<int64_t, 2> padding) {
  if (!IsWrittenFor(x, weight)) return at::conv2d(x, weight, bias, stride, padding, 1, weight.size(0));
  const torch::Tensor y = Convolution::apply(x, weight, stride, padding);
  return bias.defined() ? y + bias.view({1, -1, 1, 1}) : y;
}

}  // namespace easel::training
