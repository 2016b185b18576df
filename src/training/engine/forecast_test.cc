#include "training/engine/forecast.h"

#include <gtest/gtest.h>

#include <cmath>

#include "training/engine/test_task.h"

namespace easel::training {
namespace {

TEST(BytesOfMaps, AreThoseOfAForwardPassAndTheGradientsOfOneLayer) {
  graph::GraphBuilder builder;
  const auto x = builder.Input("x", {1, 4, 4, 2});  // 32 numbers
  const auto conv = builder.Apply("conv", graph::Conv2d{.activation = graph::Activation::kRelu6},
                                  {x, builder.Constant("w", {8, 1, 1, 2}, std::vector<float>(16))});  // 128
  const auto pooled = builder.Apply("pool", graph::GlobalAveragePool{}, {conv});                      // 8
  const graph::Graph graph = builder.Finish({pooled});
  // What ReLU6 gives takes the place of what comes in; then the gradients on both sides of the convolution,
  // of which one is inside of it.
  const int64_t forward = 32 + 128 + 8;
  const int64_t at_the_convolution = forward - 8 + 2 * 128 + 32;
  EXPECT_EQ(BytesOfMaps(graph, 1, Precision::kFloat32), 4 * at_the_convolution);
  EXPECT_EQ(BytesOfMaps(graph, 3, Precision::kFloat32), 12 * at_the_convolution);
  // Not in bfloat16; there the input also stays as it came.
  EXPECT_EQ(BytesOfMaps(graph, 1, Precision::kMixed), 2 * (at_the_convolution + 128 + 2 * 32));
}

TEST(Forecast, CountsWhatTheOptionsAskFor) {
  const Corners examples(64);
  const graph::Graph network = SmallNetwork();
  FitOptions options;
  const Forecast plain = Foresee(network, examples, nullptr, options).value();
  EXPECT_GT(plain.seconds, 0);
  EXPECT_TRUE(std::isfinite(plain.seconds));
  int64_t learnt = 0;
  const Module module(network, torch::kCPU);
  for (const Module::Parameter& parameter : module.parameters()) learnt += parameter.value.numel();
  const int64_t statistics = 2 * 8;
  options.average = 0.9;
  const Forecast averaged = Foresee(network, examples, &examples, options).value();
  EXPECT_EQ(averaged.bytes - plain.bytes, 4 * (learnt + statistics));
  options.optimiser.rule = Rule::kAdamW;
  const Forecast adam = Foresee(network, examples, &examples, options).value();
  EXPECT_EQ(adam.bytes - averaged.bytes, 4 * learnt);
}

TEST(Forecast, FailsAsTheFirstStepWould) {
  class Broken final : public Examples {
   public:
    size_t size() const override { return 8; }
    graph::Shape shape() const override { return {8, 8, 3}; }
    int64_t classes() const override { return 4; }
    Status Fill(size_t, std::optional<uint64_t>, std::span<float>, std::span<float>) const override {
      return Cancelled();
    }
  };
  const auto forecast = Foresee(SmallNetwork(), Broken(), nullptr, {});
  ASSERT_FALSE(forecast);
  EXPECT_EQ(forecast.error().code, "cancelled");
}

}  // namespace
}  // namespace easel::training
