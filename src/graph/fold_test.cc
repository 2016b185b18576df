#include "graph/fold.h"

#include <gtest/gtest.h>

namespace easel::graph {
namespace {

/// A BatchNorm's constants for two channels: x · (2, 3) + (1, −1).
std::vector<ValueId> Normal(GraphBuilder& builder, const std::string& name) {
  return {builder.Constant(name + ".weight", {2}, {4, 1.5F}), builder.Constant(name + ".bias", {2}, {3, -1}),
          builder.Constant(name + ".running_mean", {2}, {1, 0}),
          builder.Constant(name + ".running_var", {2}, {3.75F, 0})};
}

ValueId Normalise(GraphBuilder& builder, const std::string& name, ValueId x,
                  const std::vector<ValueId>& constants, Activation activation = Activation::kNone) {
  std::vector<ValueId> inputs = {x};
  inputs.insert(inputs.end(), constants.begin(), constants.end());
  return builder.Apply(name, BatchNorm{.epsilon = 0.25F, .activation = activation}, inputs);
}

const std::vector<float>& DataOf(const Graph& graph, const std::string& name) {
  static const std::vector<float> kNone;
  const ValueId id = graph.Find(name);
  return id < 0 ? kNone : graph.At(id).data;
}

TEST(FoldBatchNorm, GoesIntoTheConvolutionBeforeIt) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 4, 4, 1});
  const ValueId w = builder.Constant("conv.weight", {2, 1, 1, 1}, {5, 7});
  const ValueId y = builder.Apply("conv", Conv2d{2}, {x, w});
  const Graph graph = builder.Finish({Normalise(builder, "y", y, Normal(builder, "bn"), Activation::kRelu6)});
  const Result<Graph> folded = FoldBatchNorm(graph);
  ASSERT_TRUE(folded) << folded.error().message.en;
  ASSERT_TRUE(Validate(*folded));
  ASSERT_EQ(folded->nodes.size(), 1U);
  EXPECT_EQ(folded->nodes[0].op, Operator(Conv2d{2, Padding::kSame, Activation::kRelu6}));
  EXPECT_EQ(folded->At(folded->outputs[0]).name, "y");
  EXPECT_EQ(DataOf(*folded, "conv.weight"), (std::vector<float>{10, 21}));
  EXPECT_EQ(DataOf(*folded, "conv.bias"), (std::vector<float>{1, -1}));
  EXPECT_EQ(folded->values.size(), 4U) << "nothing unused stays";
}

TEST(FoldBatchNorm, GoesIntoDepthwiseWeightsAndAnExistingBias) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 1, 2, 2});
  const ValueId w = builder.Constant("d.weight", {1, 1, 2, 2}, {1, 2, 3, 4});
  const ValueId b = builder.Constant("d.bias", {2}, {10, 100});
  const ValueId y = builder.Apply("d", DepthwiseConv2d{}, {x, w, b});
  const Result<Graph> folded =
      FoldBatchNorm(builder.Finish({Normalise(builder, "y", y, Normal(builder, "bn"))}));
  ASSERT_TRUE(folded) << folded.error().message.en;
  EXPECT_EQ(DataOf(*folded, "d.weight"), (std::vector<float>{2, 6, 6, 12}));
  EXPECT_EQ(DataOf(*folded, "d.bias"), (std::vector<float>{21, 299}));
}

TEST(FoldBatchNorm, ViewsGoOnSharingWeights) {
  GraphBuilder builder;
  const ValueId w = builder.Constant("conv.weight", {2, 1, 1, 1}, {5, 7});
  const std::vector<ValueId> bn = Normal(builder, "bn");
  std::vector<ValueId> outputs;
  for (const int64_t side : {4, 5}) {
    const std::string view = std::to_string(side);
    const ValueId x = builder.Input("x" + view, {1, side, side, 1});
    outputs.push_back(Normalise(builder, "y" + view, builder.Apply("conv" + view, Conv2d{}, {x, w}), bn));
  }
  const Result<Graph> folded = FoldBatchNorm(builder.Finish(outputs));
  ASSERT_TRUE(folded) << folded.error().message.en;
  ASSERT_EQ(folded->nodes.size(), 2U);
  EXPECT_EQ(folded->nodes[0].inputs[1], folded->nodes[1].inputs[1]);
  EXPECT_EQ(DataOf(*folded, "conv.weight"), (std::vector<float>{10, 21}));
}

TEST(FoldBatchNorm, BecomesAConvolutionWhereNoneStandsBeforeIt) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 4, 4, 2});
  const ValueId y = builder.Apply("pool", MaxPool2d{}, {x});
  const Result<Graph> folded =
      FoldBatchNorm(builder.Finish({Normalise(builder, "y", y, Normal(builder, "bn"), Activation::kRelu)}));
  ASSERT_TRUE(folded) << folded.error().message.en;
  ASSERT_TRUE(Validate(*folded));
  EXPECT_EQ(folded->nodes[1].op, Operator(DepthwiseConv2d{1, Padding::kValid, Activation::kRelu}));
}

TEST(FoldBatchNorm, LeavesALayerAloneWhoseValueIsUsedElsewhere) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 4, 4, 1});
  const ValueId w = builder.Constant("conv.weight", {2, 1, 1, 1}, {5, 7});
  const ValueId y = builder.Apply("conv", Conv2d{}, {x, w});
  const Result<Graph> folded =
      FoldBatchNorm(builder.Finish({Normalise(builder, "y", y, Normal(builder, "bn")), y}));
  ASSERT_TRUE(folded) << folded.error().message.en;
  EXPECT_EQ(folded->nodes.size(), 2U);
  EXPECT_EQ(DataOf(*folded, "conv.weight"), (std::vector<float>{5, 7}));
}

TEST(FoldBatchNorm, SaysWhereItCannotBeFolded) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 2});
  const Result<Graph> folded =
      FoldBatchNorm(builder.Finish({Normalise(builder, "y", x, Normal(builder, "bn"))}));
  ASSERT_FALSE(folded);
  EXPECT_EQ(folded.error().code, "graph-fold");
  EXPECT_EQ(folded.error().item, "y");
}

}  // namespace
}  // namespace easel::graph
