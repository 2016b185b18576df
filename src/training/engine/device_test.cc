#include "training/engine/device.h"

#include <gtest/gtest.h>

namespace easel::training {
namespace {

TEST(Device, IsOneThatCanCompute) {
  const torch::Tensor sum = torch::ones({2}, torch::Device(BestDevice())).sum();
  EXPECT_EQ(sum.item<float>(), 2);
}

TEST(Device, SaysWhatItIs) {
  const std::string text = DescribeDevice();
  EXPECT_TRUE(text.starts_with("libtorch ")) << text;
  EXPECT_EQ(text.find("CPU (") != std::string::npos, BestDevice().is_cpu()) << text;
}

}  // namespace
}  // namespace easel::training
