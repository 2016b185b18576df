#include "runtime/executor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "base/random.h"
#include "graph/cut.h"

namespace easel::runtime {
namespace {

using graph::Activation;
using graph::Graph;
using graph::GraphBuilder;
using graph::Operator;
using graph::Padding;
using graph::Shape;
using graph::ValueId;

using Tensors = std::vector<std::vector<float>>;

size_t CountOf(const Graph& graph, ValueId id) {
  return static_cast<size_t>(*graph::ElementCount(graph.At(id).shape));
}

float Uniform(Random& random) { return static_cast<float>(random.Uniform() * 2 - 1); }

std::vector<float> RandomValues(Random& random, size_t count) {
  std::vector<float> values(count);
  for (float& value : values) value = Uniform(random);
  return values;
}

std::vector<float> RandomValues(Random& random, const Shape& shape) {
  return RandomValues(random, static_cast<size_t>(*graph::ElementCount(shape)));
}

Tensors RandomInputs(const Graph& graph, uint64_t seed) {
  Random random(seed);
  Tensors inputs;
  for (const ValueId id : graph.inputs) inputs.push_back(RandomValues(random, CountOf(graph, id)));
  return inputs;
}

Tensors Answer(Executor& executor, const Graph& graph, const Tensors& inputs) {
  Tensors outputs;
  for (const ValueId id : graph.outputs) outputs.emplace_back(CountOf(graph, id));
  const std::vector<std::span<const float>> in(inputs.begin(), inputs.end());
  const std::vector<std::span<float>> out(outputs.begin(), outputs.end());
  const Status status = executor.Run(in, out);
  EXPECT_TRUE(status) << status.error().message.en;
  return outputs;
}

Tensors Answer(const Graph& graph, const Tensors& inputs, Backend backend) {
  const auto executor = Executor::Create(graph, backend);
  EXPECT_TRUE(executor) << executor.error().message.en;
  return Answer(**executor, graph, inputs);
}

void ExpectNear(const Tensors& actual, const Tensors& expected, const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    ASSERT_EQ(actual[i].size(), expected[i].size());
    for (size_t j = 0; j < actual[i].size(); ++j) {
      ASSERT_NEAR(actual[i][j], expected[i][j], 1e-4F * (1 + std::abs(expected[i][j])))
          << what << " at " << j;
    }
  }
}

/// A graph of one operator on inputs of these shapes, its weights random.
Graph Single(Random& random, const Operator& op, const std::vector<Shape>& shapes,
             const std::vector<Shape>& weights) {
  GraphBuilder builder;
  std::vector<ValueId> ids;
  for (const Shape& shape : shapes) ids.push_back(builder.Input("in" + std::to_string(ids.size()), shape));
  for (const Shape& shape : weights) {
    ids.push_back(builder.Constant("w" + std::to_string(ids.size()), shape, RandomValues(random, shape)));
  }
  return builder.Finish({builder.Apply("out", op, ids)});
}

std::string Describe(const Graph& graph) { return CanonicalJson(graph::ToJson(graph)); }

void CompareBackends(Random& random, const Operator& op, const std::vector<Shape>& shapes,
                     const std::vector<Shape>& weights = {}) {
  const Graph graph = Single(random, op, shapes, weights);
  const Tensors inputs = RandomInputs(graph, random.Next());
  ExpectNear(Answer(graph, inputs, Backend::kXnnpack), Answer(graph, inputs, Backend::kReference),
             Describe(graph));
}

int64_t Between(Random& random, int64_t low, int64_t high) {
  return low + static_cast<int64_t>(random.Below(static_cast<uint64_t>(high - low + 1)));
}

Activation AnyActivation(Random& random) { return static_cast<Activation>(random.Below(5)); }

struct Convolution {
  int64_t height, width, kernel_height, kernel_width;
  int stride;
  Padding padding;
};

Convolution AnyConvolution(Random& random) {
  Convolution c;
  c.padding = static_cast<Padding>(random.Below(3));
  c.kernel_height = Between(random, 1, 5);
  c.kernel_width = Between(random, 1, 5);
  // Pictures smaller than the kernel are possible with padding.
  c.height = Between(random,
                     c.padding == Padding::kValid  ? c.kernel_height
                     : c.padding == Padding::kSame ? 1
                                                   : 2,
                     13);
  c.width = Between(random,
                    c.padding == Padding::kValid  ? c.kernel_width
                    : c.padding == Padding::kSame ? 1
                                                  : 2,
                    13);
  c.stride = static_cast<int>(Between(random, 1, 3));
  return c;
}

TEST(OperatorTest, Conv2d) {
  Random random(1);
  for (int round = 0; round < 150; ++round) {
    const Convolution c = AnyConvolution(random);
    const int64_t in = Between(random, 1, 37);
    const int64_t out = Between(random, 1, 37);
    CompareBackends(random, graph::Conv2d{c.stride, c.padding, AnyActivation(random)},
                    {{1, c.height, c.width, in}}, {{out, c.kernel_height, c.kernel_width, in}, {out}});
  }
}

TEST(OperatorTest, Conv2dPointwise) {
  Random random(2);
  for (int round = 0; round < 50; ++round) {
    const int64_t in = Between(random, 1, 80);
    const int64_t out = Between(random, 1, 80);
    const int stride = static_cast<int>(Between(random, 1, 2));
    CompareBackends(random, graph::Conv2d{stride, Padding::kSame, AnyActivation(random)},
                    {{1, Between(random, 1, 12), Between(random, 1, 12), in}}, {{out, 1, 1, in}, {out}});
  }
}

TEST(OperatorTest, DepthwiseConv2d) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    const Convolution c = AnyConvolution(random);
    const int64_t channels = Between(random, 1, 70);
    CompareBackends(random, graph::DepthwiseConv2d{c.stride, c.padding, AnyActivation(random)},
                    {{1, c.height, c.width, channels}},
                    {{1, c.kernel_height, c.kernel_width, channels}, {channels}});
  }
}

TEST(OperatorTest, FullyConnected) {
  Random random(4);
  for (int round = 0; round < 50; ++round) {
    const int64_t in = Between(random, 1, 200);
    const int64_t out = Between(random, 1, 60);
    CompareBackends(random, graph::FullyConnected{AnyActivation(random)}, {{1, in}}, {{out, in}, {out}});
  }
}

TEST(OperatorTest, Add) {
  Random random(5);
  for (int round = 0; round < 50; ++round) {
    const Shape shape = {1, Between(random, 1, 9), Between(random, 1, 9), Between(random, 1, 50)};
    CompareBackends(random, graph::Add{AnyActivation(random)}, {shape, shape});
  }
}

TEST(OperatorTest, GlobalAveragePool) {
  Random random(6);
  for (int round = 0; round < 50; ++round) {
    CompareBackends(random, graph::GlobalAveragePool{},
                    {{1, Between(random, 1, 17), Between(random, 1, 17), Between(random, 1, 70)}});
  }
}

TEST(OperatorTest, MapsArePooledToMaximaAndToMeansOfRows) {
  Random random(14);
  const Shape shape = {2, 2, 3, 2};
  const Tensors x = {{1, -9, 2, -8, 6, -7, 4,  -1, 5,  -2, 0,  -3,  // of the first map
                      0, 0,  0, 0,  0, 3,  -1, -1, -1, -1, -1, -1}};
  for (const Backend backend : {Backend::kXnnpack, Backend::kReference}) {
    EXPECT_EQ(Answer(Single(random, graph::GlobalMaxPool{}, {shape}, {}), x, backend),
              (Tensors{{6, -1, 0, 3}}));
    EXPECT_EQ(Answer(Single(random, graph::MeanOverWidth{}, {shape}, {}), x, backend),
              (Tensors{{3, -8, 3, -2, 0, 1, -1, -1}}));
  }
}

TEST(OperatorTest, ABiasMayBeLeftOut) {
  Random random(10);
  CompareBackends(random, graph::Conv2d{2}, {{1, 9, 8, 5}}, {{7, 3, 3, 5}});
  CompareBackends(random, graph::DepthwiseConv2d{1, Padding::kCentred}, {{1, 9, 8, 5}}, {{1, 3, 3, 5}});
  CompareBackends(random, graph::FullyConnected{}, {{1, 9}}, {{7, 9}});
}

TEST(OperatorTest, MaxPool2d) {
  Random random(11);
  for (int round = 0; round < 100; ++round) {
    Convolution c = AnyConvolution(random);
    const int kernel = static_cast<int>(std::max(c.kernel_height, c.kernel_width));
    c.height = std::max<int64_t>(c.height, kernel);
    c.width = std::max<int64_t>(c.width, kernel);
    CompareBackends(random, graph::MaxPool2d{kernel, c.stride, c.padding},
                    {{1, c.height, c.width, Between(random, 1, 40)}});
  }
}

TEST(OperatorTest, AveragesCountThePaddingWhenAsked) {
  Random random(12);
  const Shape shape = {1, 2, 2, 1};
  const Tensors x = {{1, 2, 3, 6}};
  const Graph without = Single(random, graph::AveragePool2d{3, 1, Padding::kCentred, false}, {shape}, {});
  EXPECT_EQ(Answer(without, x, Backend::kXnnpack), (Tensors{{3, 3, 3, 3}}));
  const Graph with = Single(random, graph::AveragePool2d{3, 2, Padding::kCentred, true}, {shape}, {});
  EXPECT_EQ(Answer(with, x, Backend::kXnnpack), (Tensors{{12.0F / 9}}));
}

TEST(OperatorTest, BatchNormIsThatOfItsPaper) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 2});
  std::vector<ValueId> inputs = {x};
  const Tensors constants = {{2, 3}, {10, 20}, {1, 0}, {3, 0.75F}};  // scale, shift, mean, variance
  for (const auto& constant : constants)
    inputs.push_back(builder.Constant("c" + std::to_string(inputs.size()), {2}, constant));
  const Graph graph = builder.Finish({builder.Apply("y", graph::BatchNorm{.epsilon = 0.25F}, inputs)});
  const Tensors y = Answer(graph, {{5, 7}}, Backend::kXnnpack);
  EXPECT_FLOAT_EQ(y[0][0], 4 / std::sqrt(3.25F) * 2 + 10);
  EXPECT_FLOAT_EQ(y[0][1], 41);
}

TEST(OperatorTest, ChannelsAreScaledSlicedAndShuffled) {
  Random random(13);
  const Tensors x = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
  const Graph scale = Single(random, graph::ScaleChannels{}, {{1, 2, 1, 6}, {1, 6}}, {});
  EXPECT_EQ(Answer(scale, {x[0], {1, 0, 2, 0, 0, -1}}, Backend::kXnnpack),
            (Tensors{{1, 0, 6, 0, 0, -6, 7, 0, 18, 0, 0, -12}}));
  const Graph slice = Single(random, graph::SliceChannels{2, 4}, {{1, 2, 1, 6}}, {});
  EXPECT_EQ(Answer(slice, x, Backend::kXnnpack), (Tensors{{3, 4, 9, 10}}));
  const Graph shuffle = Single(random, graph::ShuffleChannels{2}, {{1, 2, 1, 6}}, {});
  EXPECT_EQ(Answer(shuffle, x, Backend::kXnnpack), (Tensors{{1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12}}));
}

TEST(OperatorTest, UpsamplingRepeatsPixels) {
  Random random(13);
  const Graph graph = Single(random, graph::Upsample2d{2}, {{1, 1, 2, 2}}, {});
  for (const Backend backend : {Backend::kXnnpack, Backend::kReference}) {
    EXPECT_EQ(Answer(graph, {{1, 2, 3, 4}}, backend),
              (Tensors{{1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4}}));
  }
}

TEST(OperatorTest, HardActivationsAreThoseOfMobileNetV3) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 5});
  const ValueId identity = builder.Constant(
      "w", {5, 5}, {1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1});
  const Graph graph = builder.Finish(
      {builder.Apply("sigmoid", graph::FullyConnected{Activation::kHardSigmoid}, {x, identity}),
       builder.Apply("swish", graph::FullyConnected{Activation::kHardSwish}, {x, identity})});
  for (const Backend backend : {Backend::kXnnpack, Backend::kReference}) {
    EXPECT_EQ(Answer(graph, {{-4, -3, 0, 1.5F, 4}}, backend),
              (Tensors{{0, 0, 0.5F, 0.75F, 1}, {0, 0, 0, 1.125F, 4}}));
  }
}

TEST(OperatorTest, ConvolutionPadsTheOddPixelAfter) {
  // 4 values, kernel 3, stride 2, SAME: windows (0 1 2) and (2 3 pad).
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 1, 4, 1});
  const ValueId w = builder.Constant("w", {1, 1, 3, 1}, {1, 10, 100});
  const ValueId b = builder.Constant("b", {1}, {0.5F});
  const Graph graph = builder.Finish({builder.Apply("y", graph::Conv2d{2, Padding::kSame}, {x, w, b})});
  for (const Backend backend : {Backend::kXnnpack, Backend::kReference}) {
    EXPECT_EQ(Answer(graph, {{1, 2, 3, 4}}, backend), (Tensors{{321.5F, 43.5F}}));
  }
}

TEST(OperatorTest, ConcatKeepsRowsTogether) {
  Random random(7);
  const Graph graph = Single(random, graph::Concat{}, {{1, 2, 1}, {1, 2, 2}}, {});
  EXPECT_EQ(Answer(graph, {{1, 2}, {3, 4, 5, 6}}, Backend::kXnnpack), (Tensors{{1, 3, 4, 2, 5, 6}}));
}

TEST(OperatorTest, SoftmaxIsADistributionEvenForHugeLogits) {
  Random random(8);
  const Graph graph = Single(random, graph::Softmax{}, {{1, 3}}, {});
  const Tensors scores = Answer(graph, {{1000, 1000 + std::log(3.0F), -1e30F}}, Backend::kXnnpack);
  EXPECT_NEAR(scores[0][0], 0.25F, 1e-4F);
  EXPECT_NEAR(scores[0][1], 0.75F, 1e-4F);
  EXPECT_EQ(scores[0][2], 0.0F);
}

/// Two views through one small backbone, concatenated and classified: the form of Easel's bundles.
Graph TwoViews() {
  Random random(9);
  GraphBuilder builder;
  const ValueId w = builder.Constant("w", {16, 3, 3, 3}, RandomValues(random, 432));
  const ValueId d = builder.Constant("d", {1, 5, 5, 16}, RandomValues(random, 400));
  const ValueId b = builder.Constant("b", {16}, RandomValues(random, 16));
  std::vector<ValueId> features;
  for (const int64_t size : {int64_t{17}, int64_t{24}}) {
    const std::string view = std::to_string(size);
    const ValueId x = builder.Input("view" + view, {1, size, size, 3});
    const ValueId stem =
        builder.Apply("stem" + view, graph::Conv2d{2, Padding::kSame, Activation::kRelu6}, {x, w, b});
    const ValueId deep = builder.Apply("deep" + view, graph::DepthwiseConv2d{}, {stem, d, b});
    const ValueId sum = builder.Apply("sum" + view, graph::Add{}, {stem, deep});
    features.push_back(builder.Apply("features" + view, graph::GlobalAveragePool{}, {sum}));
  }
  const ValueId both = builder.Apply("both", graph::Concat{}, features);
  const ValueId fc = builder.Constant("fc", {5, 32}, RandomValues(random, 160));
  const ValueId bias = builder.Constant("bias", {5}, RandomValues(random, 5));
  const ValueId logits = builder.Apply("logits", graph::FullyConnected{}, {both, fc, bias});
  return builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
}

TEST(ExecutorTest, MixedSegmentsAgreeWithTheReference) {
  const Graph graph = TwoViews();
  const Tensors inputs = RandomInputs(graph, 1);
  ExpectNear(Answer(graph, inputs, Backend::kXnnpack), Answer(graph, inputs, Backend::kReference),
             "two views");
}

TEST(ExecutorTest, InnerValuesMayBeOutputs) {
  Graph graph = TwoViews();
  graph.outputs = {graph.Find("stem17"), graph.Find("scores"), graph.Find("features24"), graph.Find("sum17")};
  const Tensors inputs = RandomInputs(graph, 2);
  ExpectNear(Answer(graph, inputs, Backend::kXnnpack), Answer(graph, inputs, Backend::kReference),
             "inner values");
}

TEST(ExecutorTest, NodesThatNoOutputNeedsAreLeftOut) {
  Graph graph = TwoViews();
  graph.outputs = {graph.Find("features17")};
  const Tensors inputs = RandomInputs(graph, 3);
  const Tensors features = Answer(graph, inputs, Backend::kXnnpack);
  graph.outputs = {graph.Find("features17"), graph.Find("scores")};
  EXPECT_EQ(Answer(graph, inputs, Backend::kXnnpack)[0], features[0]);
}

TEST(ExecutorTest, SameBitsAgainAfterOtherInputsOnOtherExecutorsAndThreads) {
  const Graph graph = TwoViews();
  const Tensors inputs = RandomInputs(graph, 4);
  auto executor = Executor::Create(graph);
  ASSERT_TRUE(executor);
  const Tensors first = Answer(**executor, graph, inputs);
  EXPECT_NE(Answer(**executor, graph, RandomInputs(graph, 5)), first);
  EXPECT_EQ(Answer(**executor, graph, inputs), first);
  std::vector<Tensors> others(4);
  {
    std::vector<std::jthread> threads;
    for (Tensors& other : others) {
      threads.emplace_back([&] {
        const auto own = Executor::Create(graph);
        for (int i = 0; own && i < 20; ++i) other = Answer(**own, graph, inputs);
      });
    }
  }
  for (const Tensors& other : others) EXPECT_EQ(other, first);
}

TEST(ExecutorTest, HeadAndTailOfACutGiveTheBitsOfTheWhole) {
  const Graph graph = TwoViews();
  const Tensors inputs = RandomInputs(graph, 6);
  for (const std::vector<std::string>& cut :
       {std::vector<std::string>{"features17", "features24"}, {"both"}, {"stem24", "sum17"}}) {
    const auto front = graph::ExtractUpTo(graph, cut);
    const auto tail = graph::ExtractTail(graph, cut);
    ASSERT_TRUE(front && tail);
    const Tensors middle = Answer(*front, inputs, Backend::kXnnpack);
    EXPECT_EQ(Answer(*tail, middle, Backend::kXnnpack), Answer(graph, inputs, Backend::kXnnpack))
        << cut.front();
  }
}

TEST(ExecutorTest, ThrowsWhenCalledWithOtherSizes) {
  const Graph graph = TwoViews();
  const auto executor = Executor::Create(graph);
  ASSERT_TRUE(executor);
  EXPECT_THROW((void)(*executor)->Run({}, {}), std::logic_error);
  Tensors inputs = RandomInputs(graph, 7);
  inputs[0].pop_back();
  EXPECT_THROW(Answer(**executor, graph, inputs), std::logic_error);
}

}  // namespace
}  // namespace easel::runtime
