#include "graph/cut.h"

#include <gtest/gtest.h>

namespace easel::graph {
namespace {

/// Two inputs, each pooled (to "left" and "right"), added, classified; and a branch that leads nowhere.
Graph TwoBranches() {
  GraphBuilder builder;
  const ValueId a = builder.Input("a", {1, 2, 2, 3});
  const ValueId b = builder.Input("b", {1, 2, 2, 3});
  const ValueId left = builder.Apply("left", GlobalAveragePool{}, {a});
  const ValueId right = builder.Apply("right", GlobalAveragePool{}, {b});
  const ValueId unused = builder.Constant("unused.weight", {5, 3}, std::vector<float>(15));
  const ValueId unused_bias = builder.Constant("unused.bias", {5}, std::vector<float>(5));
  builder.Apply("unused", FullyConnected{}, {left, unused, unused_bias});
  const ValueId sum = builder.Apply("sum", Add{}, {left, right});
  const ValueId w = builder.Constant("weight", {2, 3}, {1, 2, 3, 4, 5, 6});
  const ValueId bias = builder.Constant("bias", {2}, {0, 0});
  return builder.Finish({builder.Apply("logits", FullyConnected{}, {sum, w, bias})});
}

std::vector<std::string> NamesOf(const Graph& graph, const std::vector<ValueId>& ids) {
  std::vector<std::string> names;
  for (const ValueId id : ids) names.push_back(graph.At(id).name);
  return names;
}

using Names = std::vector<std::string>;

TEST(CutTest, DropUnusedKeepsInputsAndWhatOutputsNeed) {
  const Graph graph = DropUnused(TwoBranches());
  EXPECT_TRUE(Validate(graph));
  EXPECT_EQ(graph.nodes.size(), 4u);
  EXPECT_EQ(graph.Find("unused.weight"), -1);
  EXPECT_EQ(NamesOf(graph, graph.inputs), (Names{"a", "b"}));
  EXPECT_EQ(NamesOf(graph, graph.outputs), (Names{"logits"}));
  EXPECT_EQ(DropUnused(graph), graph);
}

TEST(CutTest, TailStartsAtTheCut) {
  const Names cut = {"right", "left"};
  const Result<Graph> tail = ExtractTail(TwoBranches(), cut);
  ASSERT_TRUE(tail) << tail.error().message.en;
  EXPECT_TRUE(Validate(*tail));
  EXPECT_EQ(NamesOf(*tail, tail->inputs), cut);
  EXPECT_EQ(NamesOf(*tail, tail->outputs), (Names{"logits"}));
  EXPECT_EQ(tail->nodes.size(), 2u);
  EXPECT_EQ(tail->At(tail->Find("weight")).data, (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

TEST(CutTest, UpToEndsAtTheCut) {
  const Names cut = {"right"};
  const Result<Graph> part = ExtractUpTo(TwoBranches(), cut);
  ASSERT_TRUE(part);
  EXPECT_TRUE(Validate(*part));
  EXPECT_EQ(NamesOf(*part, part->inputs), (Names{"a", "b"}));
  EXPECT_EQ(NamesOf(*part, part->outputs), cut);
  EXPECT_EQ(part->nodes.size(), 1u);
}

TEST(CutTest, RefusesCutsThatDoNotSeparate) {
  const auto item = [](const Names& cut) {
    const Result<Graph> tail = ExtractTail(TwoBranches(), cut);
    return tail ? "accepted" : tail.error().code + ":" + tail.error().item;
  };
  EXPECT_EQ(item({"left"}), "graph-cut:b");
  EXPECT_EQ(item({"left", "nobody"}), "graph-cut:nobody");
  EXPECT_EQ(item({"a", "b"}), "graph-cut:a");
  EXPECT_EQ(item({"weight"}), "graph-cut:weight");
  EXPECT_EQ(item({"logits"}), "graph-cut:logits");
}

}  // namespace
}  // namespace easel::graph
