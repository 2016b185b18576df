#include "graph/graph.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace easel::graph {
namespace {

std::vector<float> Zeros(size_t count) { return std::vector<float>(count); }

/// picture → convolution → depthwise → sum with itself → pooled → classifier → probabilities.
Graph SmallGraph() {
  GraphBuilder builder;
  const ValueId picture = builder.Input("picture", {1, 9, 7, 3});
  const ValueId w = builder.Constant("conv.weight", {8, 3, 3, 3}, Zeros(216));
  const ValueId b = builder.Constant("conv.bias", {8}, Zeros(8));
  const ValueId conv = builder.Apply("conv", Conv2d{2, Padding::kSame, Activation::kRelu6}, {picture, w, b});
  const ValueId dw = builder.Constant("dw.weight", {1, 3, 3, 8}, Zeros(72));
  const ValueId deep = builder.Apply("dw", DepthwiseConv2d{1, Padding::kSame}, {conv, dw, b});
  const ValueId sum = builder.Apply("sum", Add{}, {conv, deep});
  const ValueId pooled = builder.Apply("pooled", GlobalAveragePool{}, {sum});
  const ValueId both = builder.Apply("both", Concat{}, {pooled, pooled});
  const ValueId fc = builder.Constant("fc.weight", {2, 16}, Zeros(32));
  const ValueId fb = builder.Constant("fc.bias", {2}, Zeros(2));
  const ValueId logits = builder.Apply("logits", FullyConnected{}, {both, fc, fb});
  return builder.Finish({builder.Apply("scores", Softmax{}, {logits})});
}

TEST(InferShapeTest, ConvolutionsFollowTensorFlow) {
  const auto shape = [](int64_t size, int64_t kernel, int stride, Padding padding) {
    const std::vector<Shape> in = {{1, size, size + 1, 3}, {8, kernel, kernel, 3}, {8}};
    return InferShape(Conv2d{stride, padding}, in);
  };
  EXPECT_EQ(shape(224, 3, 2, Padding::kSame), (Shape{1, 112, 113, 8}));
  EXPECT_EQ(shape(5, 3, 1, Padding::kValid), (Shape{1, 3, 4, 8}));
  EXPECT_EQ(shape(5, 5, 3, Padding::kValid), (Shape{1, 1, 1, 8}));
  EXPECT_EQ(shape(2, 5, 3, Padding::kSame), (Shape{1, 1, 1, 8}));
  EXPECT_FALSE(shape(2, 3, 1, Padding::kValid));
  EXPECT_FALSE(shape(5, 3, 0, Padding::kSame));
}

TEST(InferShapeTest, RefusesWhatDoesNotFit) {
  const std::vector<Shape> other_channels = {{1, 5, 5, 3}, {1, 3, 3, 4}, {4}};
  EXPECT_FALSE(InferShape(DepthwiseConv2d{}, other_channels));
  const std::vector<Shape> transposed = {{1, 16}, {16, 2}, {2}};
  EXPECT_FALSE(InferShape(FullyConnected{}, transposed));
  const std::vector<Shape> different = {{1, 16}, {1, 15}};
  EXPECT_FALSE(InferShape(Add{}, different));
  EXPECT_EQ(InferShape(Concat{}, different), (Shape{1, 31}));
  const std::vector<Shape> other_rank = {{1, 16}, {16}};
  EXPECT_FALSE(InferShape(Concat{}, other_rank));
  const std::vector<Shape> huge = {{1, int64_t{1} << 40, int64_t{1} << 40, 1}};
  EXPECT_FALSE(InferShape(GlobalAveragePool{}, huge));
  EXPECT_FALSE(InferShape(Concat{}, {}));
}

TEST(GraphBuilderTest, ThrowsOnMisuse) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 4});
  const ValueId c = builder.Constant("c", {1, 4}, Zeros(4));
  EXPECT_THROW(builder.Input("x", {1, 4}), std::logic_error);
  EXPECT_THROW(builder.Input("nothing", {1, 0}), std::logic_error);
  EXPECT_THROW(builder.Constant("d", {2}, Zeros(3)), std::logic_error);
  EXPECT_THROW(builder.Apply("sum", Add{}, {x, c}), std::logic_error);
  EXPECT_THROW(builder.Apply("pooled", GlobalAveragePool{}, {x}), std::logic_error);
  EXPECT_THROW(builder.Finish({x}), std::logic_error);
}

TEST(GraphTest, CostCountsSharedConstantsOnceAndEveryUse) {
  const Cost cost = CostOf(SmallGraph());
  EXPECT_EQ(cost.params, 216 + 8 + 72 + 32 + 2);
  EXPECT_EQ(cost.macs, 5 * 4 * 8 * 27 + 5 * 4 * 8 * 9 + 32);
}

TEST(GraphTest, CostLeavesOutWhatIsNotLearnt) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 2, 2, 3});
  std::vector<ValueId> inputs = {x};
  for (const char* name : {"scale", "shift", "mean", "variance"})
    inputs.push_back(builder.Constant(name, {3}, {1, 1, 1}));
  EXPECT_EQ(CostOf(builder.Finish({builder.Apply("y", BatchNorm{}, inputs)})).params, 6);
}

TEST(GraphTest, FindsValuesByName) {
  const Graph graph = SmallGraph();
  EXPECT_EQ(graph.Find("picture"), graph.inputs.front());
  EXPECT_EQ(graph.Find("scores"), graph.outputs.front());
  EXPECT_EQ(graph.Find("nobody"), -1);
}

TEST(ValidateTest, RefusesEveryBrokenRule) {
  const Graph good = SmallGraph();
  ASSERT_TRUE(Validate(good));
  const auto refuses = [&](auto change) {
    Graph bad = good;
    change(bad);
    const Status status = Validate(bad);
    return !status && status.error().code == "graph-invalid" && !status.error().message.zh.empty();
  };
  const auto value = [](Graph& graph, std::string_view name) -> Value& {
    return graph.values[static_cast<size_t>(graph.Find(name))];
  };
  EXPECT_TRUE(refuses([&](Graph& g) { value(g, "conv").name = "dw"; }));
  EXPECT_TRUE(refuses([&](Graph& g) { value(g, "conv").name.clear(); }));
  EXPECT_TRUE(refuses([&](Graph& g) { value(g, "conv").shape[1] = 6; }));
  EXPECT_TRUE(refuses([&](Graph& g) { value(g, "picture").shape[2] = 0; }));
  EXPECT_TRUE(refuses([&](Graph& g) { value(g, "fc.bias").data.pop_back(); }));
  EXPECT_TRUE(
      refuses([&](Graph& g) { value(g, "fc.bias").data[0] = std::numeric_limits<float>::quiet_NaN(); }));
  EXPECT_TRUE(refuses([&](Graph& g) { value(g, "fc.bias").data.clear(); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.inputs.clear(); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.inputs.push_back(g.inputs.front()); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.inputs.push_back(g.Find("fc.bias")); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.inputs.front() = 1000; }));
  EXPECT_TRUE(refuses([](Graph& g) { g.outputs.clear(); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.outputs.front() = -1; }));
  EXPECT_TRUE(refuses([](Graph& g) { g.outputs.front() = g.inputs.front(); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.nodes[0].inputs[0] = 1 << 20; }));
  EXPECT_TRUE(refuses([](Graph& g) { g.nodes[0].output = g.nodes[1].output; }));
  EXPECT_TRUE(refuses([](Graph& g) { g.nodes[0].output = g.Find("fc.bias"); }));
  EXPECT_TRUE(refuses([](Graph& g) { std::swap(g.nodes[0], g.nodes[1]); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.nodes[2].inputs.pop_back(); }));
  EXPECT_TRUE(refuses([](Graph& g) { g.nodes[0].inputs[1] = g.inputs.front(); }));
  EXPECT_TRUE(refuses([](Graph& g) { std::get<Conv2d>(g.nodes[0].op).stride = -1; }));
}

TEST(ValidateTest, RefusesAVarianceWithoutARoot) {
  for (const float variance : {-1.0F, 0.0F}) {
    GraphBuilder builder;
    std::vector<ValueId> inputs = {builder.Input("x", {1, 2, 2, 1})};
    for (const char* name : {"scale", "shift", "mean"}) inputs.push_back(builder.Constant(name, {1}, {1}));
    inputs.push_back(builder.Constant("variance", {1}, {variance}));
    const ValueId y = builder.Apply("y", BatchNorm{.epsilon = 0}, inputs);
    EXPECT_THROW(builder.Finish({y}), std::logic_error);
  }
}

TEST(ValidateTest, RefusesWhatWouldRunForHours) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 1024, 1024, 64});
  const ValueId w = builder.Constant("w", {64, 31, 31, 64}, Zeros(64 * 31 * 31 * 64));
  const ValueId b = builder.Constant("b", {64}, Zeros(64));
  const ValueId y = builder.Apply("y", Conv2d{}, {x, w, b});
  EXPECT_THROW(builder.Finish({y}), std::logic_error);
}

TEST(GraphJsonTest, RoundTrips) {
  Graph graph = SmallGraph();
  graph.values[static_cast<size_t>(graph.Find("conv.weight"))].data[5] = 0.1F;
  std::vector<float> constants;
  for (const Value& value : graph.values)
    constants.insert(constants.end(), value.data.begin(), value.data.end());
  const Result<json::value> read = ParseJson(CanonicalJson(ToJson(graph)), "graph");
  ASSERT_TRUE(read);
  const Result<Graph> back = FromJson(*read, std::as_bytes(std::span(constants)));
  ASSERT_TRUE(back) << back.error().message.en;
  EXPECT_EQ(*back, graph);
  EXPECT_FALSE(FromJson(*read, std::as_bytes(std::span(constants).subspan(1))));
  constants.push_back(0);
  EXPECT_FALSE(FromJson(*read, std::as_bytes(std::span(constants))));
}

TEST(GraphJsonTest, RefusesUnknownThings) {
  const Graph graph = SmallGraph();
  const auto refuses = [&](std::string_view from, std::string_view to) {
    std::string text = CanonicalJson(ToJson(graph));
    const size_t at = text.find(from);
    if (at == std::string::npos) return false;
    text.replace(at, from.size(), to);
    const std::vector<float> constants(static_cast<size_t>(CostOf(graph).params));
    return !FromJson(*ParseJson(text, "graph"), std::as_bytes(std::span(constants)));
  };
  EXPECT_TRUE(refuses("\"softmax\"", "\"teleport\""));
  EXPECT_TRUE(refuses("\"relu6\"", "\"relu7\""));
  EXPECT_TRUE(refuses("\"same\"", "3"));
  EXPECT_TRUE(refuses("\"stride\":2", "\"stride\":1e99"));
  EXPECT_TRUE(refuses("\"stride\":2", "\"stride\":5000000000"));
  EXPECT_TRUE(refuses("\"nodes\"", "\"knots\""));
  EXPECT_TRUE(refuses("[8,3,3,3]", "[8,3,3,4]"));
  EXPECT_TRUE(refuses("[8,3,3,3]", "[4611686018427387904,4,1,1]"));
}

}  // namespace
}  // namespace easel::graph
