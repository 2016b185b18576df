#include "training/engine/step.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "base/random.h"

namespace easel::training {
namespace {

Gradients Of(float value) {
  Gradients sum;
  sum.parameters = {torch::full({1}, value)};
  sum.loss = value;
  sum.items = 1;
  sum.shards = 1;
  return sum;
}

/// The sum of `values` by hand, in the order of the tree.
float Tree(const std::vector<float>& values, size_t first, size_t size) {
  if (size == 1) return values[first];
  const size_t half = std::bit_ceil(size) / 2;
  return Tree(values, first, half) + Tree(values, first + half, size - half);
}

TEST(TreeSum, HasTheSameBitsHoweverItIsCutAndOrdered) {
  Random random(3);
  for (size_t count = 1; count <= 33; ++count) {
    std::vector<float> values(count);
    for (float& value : values)
      value = static_cast<float>(random.Uniform() * 2 - 1) * (random.Below(2) == 0 ? 1e-6F : 1e3F);
    const float expected = Tree(values, 0, count);
    for (int round = 0; round < 5; ++round) {
      // Each process sums its shards, in any order; then all parts come together in any order.
      const size_t processes = 1 + random.Below(count);
      std::vector<TreeSum::Part> parts;
      for (size_t p = 0; p < processes; ++p) {
        TreeSum own(count);
        std::vector<size_t> shards;
        for (size_t i = count * p / processes; i < count * (p + 1) / processes; ++i) shards.push_back(i);
        random.Shuffle(std::span(shards));
        for (const size_t i : shards) own.Put(i, 1, Of(values[i]));
        for (TreeSum::Part& part : own.parts()) parts.push_back(std::move(part));
      }
      random.Shuffle(std::span(parts));
      TreeSum all(count);
      for (TreeSum::Part& part : parts) {
        EXPECT_FALSE(all.IsComplete());
        all.Put(part.first, part.size, std::move(part.sum));
      }
      ASSERT_TRUE(all.IsComplete()) << count << " shards, " << processes << " processes";
      const Gradients sum = all.Take();
      ASSERT_EQ(sum.parameters[0].item<float>(), expected)
          << count << " shards, " << processes << " processes";
      EXPECT_EQ(sum.shards, static_cast<int64_t>(count));
    }
  }
}

TEST(Differentiate, IsTheGradientOfCrossEntropy) {
  // One linear layer: the gradient of the loss is (softmax − target) ⊗ input.
  graph::GraphBuilder builder;
  const auto x = builder.Input("x", {1, 2});
  const graph::Graph graph = builder.Finish(
      {builder.Apply("y", graph::FullyConnected{},
                     {x, builder.Constant("w", {2, 2}, {0, 0, 0, 0}), builder.Constant("b", {2}, {0, 0})})});
  const Module module(graph, torch::kCPU);
  const Shard shard{torch::tensor({{1.0F, 2.0F}, {3.0F, 4.0F}}), torch::tensor({{1.0F, 0.0F}, {0.0F, 1.0F}}),
                    torch::ones({2})};
  const Gradients sum = Differentiate(module, shard, true);
  EXPECT_NEAR(sum.loss, 2 * std::log(2.0), 1e-6);
  EXPECT_EQ(sum.items, 2);
  EXPECT_TRUE(at::allclose(sum.parameters[0], torch::tensor({{1.0F, 1.0F}, {-1.0F, -1.0F}})));
  EXPECT_TRUE(at::allclose(sum.parameters[1], torch::tensor({0.0F, 0.0F})));
}

TEST(Differentiate, AnItemOfWeightThreeCountsAsThree) {
  graph::GraphBuilder builder;
  const auto x = builder.Input("x", {1, 2});
  const graph::Graph graph =
      builder.Finish({builder.Apply("y", graph::FullyConnected{},
                                    {x, builder.Constant("w", {2, 2}, {0.3F, -0.2F, 0.1F, 0.5F}),
                                     builder.Constant("b", {2}, {0.1F, -0.4F})})});
  const Module module(graph, torch::kCPU);
  const torch::Tensor pictures = torch::tensor({{1.0F, 2.0F}, {3.0F, 4.0F}});
  const torch::Tensor targets = torch::tensor({{0.9F, 0.1F}, {0.1F, 0.9F}});
  const torch::Tensor thrice = torch::tensor({0, 1, 1, 1}, torch::kInt64);
  const Gradients weighted = Differentiate(module, {pictures, targets, torch::tensor({1.0F, 3.0F})}, true);
  const Gradients repeated = Differentiate(
      module, {pictures.index_select(0, thrice), targets.index_select(0, thrice), torch::ones({4})}, true);
  EXPECT_EQ(weighted.weight, 4);
  EXPECT_EQ(weighted.items, 2);
  EXPECT_NEAR(weighted.loss, repeated.loss, 1e-5);
  for (size_t i = 0; i < 2; ++i)
    EXPECT_TRUE(at::allclose(weighted.parameters[i], repeated.parameters[i], 1e-5, 1e-6));
}

}  // namespace
}  // namespace easel::training
