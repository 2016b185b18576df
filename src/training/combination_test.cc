#include "training/combination.h"

#include <gtest/gtest.h>

#include <cmath>

#include "runtime/executor.h"

namespace easel::training {
namespace {

using Rows = std::vector<std::vector<float>>;

/// Rows of two classes that favour the label by so much.
Rows Favouring(const std::vector<int>& labels, const std::vector<float>& margins) {
  Rows rows;
  for (size_t i = 0; i < labels.size(); ++i) {
    rows.push_back(labels[i] == 0 ? std::vector<float>{margins[i], 0} : std::vector<float>{0, margins[i]});
  }
  return rows;
}

TEST(Combination, LeavesOutASecondThatKnowsNothing) {
  const std::vector<int> labels = {0, 1, 0, 1};
  const Combination chosen =
      Combination::Choose(Favouring(labels, {2, 2, 2, -1}), Favouring(labels, {0, 0, 0, 0}), labels);
  EXPECT_EQ(chosen.second, 0);
}

TEST(Combination, TakesBothWhereTheyErrApart) {
  std::vector<int> labels;
  std::vector<float> first;
  std::vector<float> second;
  for (int i = 0; i < 64; ++i) {
    labels.push_back(i % 2);
    first.push_back(i % 4 == 0 ? -1.0F : 3.0F);
    second.push_back(i % 4 == 1 ? -1.0F : 3.0F);
  }
  const Combination chosen = Combination::Choose(Favouring(labels, first), Favouring(labels, second), labels);
  EXPECT_NEAR(chosen.first, chosen.second, 1e-9);
  EXPECT_GT(chosen.first, 0);
}

TEST(Combination, LeavesOutASecondThatMayBeBetterByChance) {
  const std::vector<int> labels = {0, 1, 0, 1};
  const Combination chosen =
      Combination::Choose(Favouring(labels, {3, 3, 3, -1}), Favouring(labels, {3, 3, 3, 3}), labels);
  EXPECT_EQ(chosen.second, 0);
}

TEST(Combination, ComputesInTheGraphWhatItWasChosenBy) {
  graph::GraphBuilder builder;
  const graph::ValueId a = builder.Input("a", {1, 3});
  const graph::ValueId b = builder.Input("b", {1, 3});
  const graph::Graph graph = builder.Finish({BuildCombination(builder, a, b, {.first = 0.5, .second = 2})});
  const auto executor = runtime::Executor::Create(graph);
  ASSERT_TRUE(executor);
  const std::vector<float> first = {1, 2, 3};
  const std::vector<float> second = {0.5F, 0, -0.5F};
  std::vector<float> scores(3);
  const std::vector<std::span<const float>> inputs = {first, second};
  const std::span<float> output(scores);
  ASSERT_TRUE((*executor)->Run(inputs, {&output, 1}));
  double sum = 0;
  for (size_t k = 0; k < 3; ++k) sum += std::exp(0.5 * first[k] + 2 * second[k]);
  for (size_t k = 0; k < 3; ++k) EXPECT_NEAR(scores[k], std::exp(0.5 * first[k] + 2 * second[k]) / sum, 1e-6);
}

}  // namespace
}  // namespace easel::training
