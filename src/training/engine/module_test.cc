#include "training/engine/module.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "graph/fold.h"
#include "runtime/executor.h"

namespace easel::training {
namespace {

using graph::Activation;
using graph::GraphBuilder;
using graph::Padding;
using graph::Shape;
using graph::ValueId;

int64_t Between(Random& random, int64_t low, int64_t high) {
  return low + static_cast<int64_t>(random.Below(static_cast<uint64_t>(high - low + 1)));
}

std::vector<float> Values(Random& random, const Shape& shape, double low = -1, double high = 1) {
  std::vector<float> values(static_cast<size_t>(*graph::ElementCount(shape)));
  for (float& value : values) value = static_cast<float>(low + (high - low) * random.Uniform());
  return values;
}

/// A network of random operators that ends in logits: every operator of the graph occurs in some of them.
class RandomNetwork {
 public:
  explicit RandomNetwork(uint64_t seed) : random_(seed) {}

  graph::Graph Build() {
    ValueId x = builder_.Input("picture", {1, Between(random_, 7, 12), Between(random_, 7, 12), 3});
    for (int i = 0; i < 7; ++i) x = Layer(x);
    x = Pool(x);
    if (random_.Below(2) == 0) {
      x = builder_.Apply(Name(), graph::FullyConnected{Activation::kRelu},
                         {x, Weight({9, Channels(x)}), Weight({9})});
      x = builder_.Apply(Name(), graph::SquareRoot{}, {x});
    }
    x = builder_.Apply(Name(), graph::FullyConnected{}, {x, Weight({5, Channels(x)}), Weight({5})});
    return builder_.Finish({builder_.Apply("scores", graph::Softmax{}, {x})});
  }

 private:
  ValueId Pool(ValueId x) {
    if (random_.Below(3) != 0) return builder_.Apply(Name(), graph::GlobalAveragePool{}, {x});
    const ValueId means = builder_.Apply(Name(), graph::MeanOverWidth{}, {x});
    return builder_.Apply(Name(), graph::GlobalMaxPool{}, {means});
  }

  ValueId Layer(ValueId x) {
    const int64_t in = Channels(x);
    const int64_t out = 2 * Between(random_, 2, 6);
    const int64_t kernel = Between(random_, 1, 3);
    const auto window = static_cast<int>(kernel);
    const int stride = static_cast<int>(Between(random_, 1, 2));
    switch (random_.Below(9)) {
      case 0:
        return builder_.Apply(Name(), graph::Conv2d{stride, AnyPadding(x), AnyActivation()},
                              {x, Weight({out, kernel, Between(random_, 1, 3), in}), Weight({out})});
      case 1:
        return Normalise(builder_.Apply(Name(), graph::Conv2d{stride, Padding::kSame},
                                        {x, Weight({out, kernel, kernel, in})}));
      case 2:
        return Normalise(builder_.Apply(Name(), graph::DepthwiseConv2d{stride, Padding::kCentred},
                                        {x, Weight({1, 3, 3, in})}));
      case 3:
        return builder_.Apply(Name(), graph::MaxPool2d{window, 1, Padding::kSame}, {x});
      case 4:
        return builder_.Apply(Name(), graph::AveragePool2d{window, 1, AnyPadding(x), random_.Below(2) == 0},
                              {x});
      case 5: {
        const ValueId y =
            builder_.Apply(Name(), graph::Conv2d{1, Padding::kSame}, {x, Weight({in, 3, 3, in})});
        return builder_.Apply(Name(), graph::Add{AnyActivation()}, {x, y});
      }
      case 6: {
        const ValueId pooled = builder_.Apply(Name(), graph::GlobalAveragePool{}, {x});
        const ValueId gate = builder_.Apply(Name(), graph::FullyConnected{Activation::kHardSigmoid},
                                            {pooled, Weight({in, in})});
        return builder_.Apply(Name(), graph::ScaleChannels{}, {x, gate});
      }
      case 7: {
        const ValueId larger = builder_.Apply(Name(), graph::Upsample2d{2}, {x});
        return builder_.Apply(Name(), graph::MaxPool2d{3, 2, Padding::kSame}, {larger});
      }
      default: {
        const ValueId part = builder_.Apply(Name(), graph::SliceChannels{0, static_cast<int>(in - 1)}, {x});
        const ValueId both = builder_.Apply(Name(), graph::Concat{}, {part, x, part, x});
        const int groups = Channels(both) % 2 == 0 ? 2 : 1;
        return builder_.Apply(Name(), graph::ShuffleChannels{groups}, {both});
      }
    }
  }

  ValueId Normalise(ValueId x) {
    const Shape c = {Channels(x)};
    const ValueId variance = builder_.Constant(Name(), c, Values(random_, c, 0.5, 2));
    return builder_.Apply(Name(), graph::BatchNorm{1e-3F, AnyActivation()},
                          {x, Weight(c), Weight(c), Weight(c), variance});
  }

  std::string Name() { return "v" + std::to_string(names_++); }
  int64_t Channels(ValueId x) const { return builder_.ShapeOf(x).back(); }
  ValueId Weight(const Shape& shape) { return builder_.Constant(Name(), shape, Values(random_, shape)); }
  Activation AnyActivation() { return static_cast<Activation>(random_.Below(5)); }
  /// One that leaves something of the map, however small it has become.
  Padding AnyPadding(ValueId x) {
    const Shape& shape = builder_.ShapeOf(x);
    return std::min(shape[1], shape[2]) < 3 ? Padding::kSame : static_cast<Padding>(random_.Below(3));
  }

  Random random_;
  GraphBuilder builder_;
  int names_ = 0;
};

std::vector<float> Answer(const graph::Graph& graph, const std::vector<float>& picture) {
  const auto executor = runtime::Executor::Create(graph);
  EXPECT_TRUE(executor) << executor.error().message.en;
  std::vector<float> scores(static_cast<size_t>(graph.At(graph.outputs[0]).shape.back()));
  const std::span<const float> input(picture);
  const std::span<float> output(scores);
  EXPECT_TRUE((*executor)->Run({&input, 1}, {&output, 1}));
  return scores;
}

TEST(Module, ComputesWhatTheRuntimeComputes) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    RandomNetwork network(seed);
    const graph::Graph graph = network.Build();
    const Module module(graph, torch::kCPU);
    Random random(seed);
    const Shape& shape = graph.At(graph.inputs[0]).shape;
    std::vector<float> picture = Values(random, shape);
    const std::vector<torch::Tensor> outputs =
        module.Forward({torch::from_blob(picture.data(), shape, torch::kFloat32)});
    const torch::Tensor scores = outputs.at(0).detach().contiguous();
    const Result<graph::Graph> folded = graph::FoldBatchNorm(graph);
    ASSERT_TRUE(folded) << folded.error().message.en;
    const std::vector<float> expected = Answer(*folded, picture);
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_NEAR(scores.data_ptr<float>()[i], expected[i], 1e-4) << "seed " << seed;
    }
  }
}

TEST(Module, GivesBackTheGraphThatItWasMadeOf) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const graph::Graph graph = RandomNetwork(seed).Build();
    EXPECT_EQ(Module(graph, torch::kCPU).Export(), graph);
  }
}

/// One BatchNorm of two channels and nothing else.
graph::Graph Normal() {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 2});
  return builder.Finish(
      {builder.Apply("y", graph::BatchNorm{0.0F},
                     {x, builder.Constant("scale", {2}, {1, 2}), builder.Constant("shift", {2}, {0, 1}),
                      builder.Constant("mean", {2}, {0, 0}), builder.Constant("variance", {2}, {1, 1})})});
}

TEST(Module, BatchNormLearnsStatisticsFromItsBatch) {
  Module module(Normal(), torch::kCPU);
  std::vector<BatchStatistics> seen;
  const torch::Tensor y =
      module.Forward({torch::tensor({{1.0F, 2.0F}, {3.0F, 2.5F}, {5.0F, 3.0F}})}, &seen)[0];
  EXPECT_TRUE(
      at::allclose(y, torch::tensor({{-1.2247F, -1.4495F}, {0.0F, 1.0F}, {1.2247F, 3.4495F}}), 1e-3, 1e-3));
  ASSERT_EQ(seen.size(), 1U);
  module.Absorb(seen, 0.5);
  const graph::Graph learnt = module.Export();
  EXPECT_EQ(learnt.At(learnt.Find("mean")).data, (std::vector<float>{1.5F, 1.25F}));
  EXPECT_NEAR(learnt.At(learnt.Find("variance")).data[0], 2.5F, 1e-5)
      << "half of 1 and half of the unbiased 4";
  EXPECT_EQ(module.parameters().size(), 2U) << "statistics are no parameters";
}

TEST(Module, MixedPrecisionIsNearAndKeepsStatisticsAndGradientsExact) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const graph::Graph graph = RandomNetwork(seed).Build();
    const Module module(graph, torch::kCPU);
    const Shape& shape = graph.At(graph.inputs[0]).shape;
    Random random(seed);
    std::vector<float> picture = Values(random, shape);
    const torch::Tensor input = torch::from_blob(picture.data(), shape, torch::kFloat32);
    const torch::Tensor exact = module.Forward({input}).at(0);
    const torch::Tensor mixed = module.Forward({input}, nullptr, Precision::kMixed).at(0);
    EXPECT_EQ(mixed.scalar_type(), torch::kFloat32);
    EXPECT_LT((mixed - exact).abs().max().item<float>(), 0.1F) << "seed " << seed;
    std::vector<BatchStatistics> seen;
    const torch::Tensor twice = at::cat({input, input * 0.5}, 0);
    const torch::Tensor scores = module.Forward({twice}, &seen, Precision::kMixed).at(0);
    for (const BatchStatistics& one : seen) {
      EXPECT_EQ(one.mean.scalar_type(), torch::kFloat32);
      EXPECT_EQ(one.variance.scalar_type(), torch::kFloat32);
    }
    const Module::Parameter& first = module.parameters().front();
    EXPECT_EQ(torch::autograd::grad({scores[0][0]}, {first.value}).at(0).scalar_type(), torch::kFloat32);
  }
}

TEST(Module, FrozenWeightsHaveNoGradient) {
  const Module module(Normal(), torch::kCPU, {"sca"});
  ASSERT_EQ(module.parameters().size(), 1U);
  EXPECT_EQ(module.parameters()[0].name, "shift");
}

}  // namespace
}  // namespace easel::training
