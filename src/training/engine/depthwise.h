#pragma once

#include <array>

#include "training/engine/libtorch.h"

namespace easel::training {

/// A depthwise convolution, as at::conv2d computes it, with a gradient of 5 × 5 weights of our own: that of
/// oneDNN 2.6, which Debian 12 has, takes ten times as long as the convolution itself. `x`: [B, C, H, W];
/// `weight`: [C, 1, K, K]; `bias`: [C] or undefined; `padding`: zeros above and below, left and right. Other
/// kernels, devices, types and memory formats, and C that is no multiple of 8, are libtorch's. Of the 5 × 5
/// first derivatives only. Thread-safe.
torch::Tensor DepthwiseConvolution(const torch::Tensor& x, const torch::Tensor& weight,
                                   const torch::Tensor& bias, int64_t stride, std::array<int64_t, 2> padding);

}  // namespace easel::training
