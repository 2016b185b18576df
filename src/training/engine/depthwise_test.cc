#include "training/engine/depthwise.h"

#include <gtest/gtest.h>

#include <string>

namespace easel::training {
namespace {

struct Case {
  int64_t items, channels, height, width, kernel, stride;
  std::array<int64_t, 2> padding;
};

/// Gradients of all inputs, for one and the same slope of the output.
template <typename Function>
std::vector<torch::Tensor> GradientsOf(const Function& function, const Case& of) {
  at::manual_seed(7);
  const auto x = torch::randn({of.items, of.channels, of.height, of.width})
                     .contiguous(torch::MemoryFormat::ChannelsLast)
                     .set_requires_grad(true);
  const auto weight = torch::randn({of.channels, 1, of.kernel, of.kernel}).set_requires_grad(true);
  const auto bias = torch::randn({of.channels}).set_requires_grad(true);
  const torch::Tensor y = function(x, weight, bias);
  std::vector<torch::Tensor> all = torch::autograd::grad({y}, {x, weight, bias}, {torch::randn(y.sizes())});
  all.push_back(y.detach());
  return all;
}

TEST(DepthwiseConvolution, HasTheValuesAndGradientsOfLibtorch) {
  for (const Case& of : std::vector<Case>{{2, 64, 11, 14, 5, 1, {2, 2}},
                                          {1, 8, 9, 12, 5, 2, {2, 1}},
                                          {3, 16, 5, 5, 5, 1, {0, 0}},
                                          {1, 24, 3, 2, 5, 1, {2, 2}},  // smaller than the kernel
                                          {2, 8, 1, 1, 5, 2, {2, 2}},
                                          {2, 12, 9, 9, 5, 1, {2, 2}},  // channels of no whole lanes
                                          {2, 16, 9, 8, 3, 2, {1, 1}}}) {
    SCOPED_TRACE(std::to_string(of.channels) + " channels, " + std::to_string(of.height) + " × " +
                 std::to_string(of.width) + ", kernel " + std::to_string(of.kernel));
    const std::vector<torch::Tensor> ours =
        GradientsOf([&](const auto& x, const auto& w,
                        const auto& b) { return DepthwiseConvolution(x, w, b, of.stride, of.padding); },
                    of);
    const std::vector<torch::Tensor> theirs =
        GradientsOf([&](const auto& x, const auto& w,
                        const auto& b) { return at::conv2d(x, w, b, of.stride, of.padding, 1, of.channels); },
                    of);
    for (size_t i = 0; i < ours.size(); ++i) EXPECT_TRUE(at::allclose(ours[i], theirs[i], 1e-4, 1e-4)) << i;
  }
}

TEST(DepthwiseConvolution, WhatDoesNotLearnHasNoGradient) {
  const auto x = torch::randn({1, 8, 6, 6}).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto weight = torch::randn({8, 1, 5, 5}).set_requires_grad(true);
  DepthwiseConvolution(x, weight, {}, 1, {2, 2}).sum().backward();
  EXPECT_TRUE(weight.grad().defined());
  EXPECT_FALSE(x.grad().defined());
}

}  // namespace
}  // namespace easel::training
