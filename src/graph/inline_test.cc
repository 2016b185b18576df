#include "graph/inline.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace easel::graph {
namespace {

Graph Network(float weight) {
  GraphBuilder builder;
  const ValueId x = builder.Input("picture", {1, 8, 8, 1});
  const ValueId w = builder.Constant("conv.weight", {2, 1, 1, 1}, {weight, 1});
  const ValueId y = builder.Apply("conv", Conv2d{}, {x, w});
  return builder.Finish({builder.Apply("mean", GlobalAveragePool{}, {y})});
}

TEST(Inline, LooksAtSeveralPicturesWithTheSameWeights) {
  GraphBuilder builder;
  const ValueId small = builder.Input("small", {1, 4, 6, 1});
  const ValueId large = builder.Input("large", {1, 9, 9, 1});
  const std::vector<ValueId> a = Inline(builder, Network(3), {&small, 1}, {"net.", "@small"});
  const std::vector<ValueId> b = Inline(builder, Network(3), {&large, 1}, {"net.", "@large"});
  ASSERT_EQ(a.size(), 1U);
  EXPECT_EQ(builder.NameOf(a[0]), "net.mean@small");
  EXPECT_EQ(builder.ShapeOf(builder.Find("net.conv@small")), (Shape{1, 4, 6, 2}));
  EXPECT_EQ(builder.ShapeOf(builder.Find("net.conv@large")), (Shape{1, 9, 9, 2}));
  const Graph graph = builder.Finish({a[0], b[0]});
  EXPECT_EQ(graph.values.size(), 7U) << "two inputs, two maps, two means, one weight";
  EXPECT_EQ(graph.At(graph.Find("net.conv.weight")).data, (std::vector<float>{3, 1}));
}

TEST(Inline, RefusesMisuse) {
  GraphBuilder builder;
  const ValueId x = builder.Input("x", {1, 4, 4, 1});
  const ValueId y = builder.Input("y", {1, 4, 4, 2});
  Inline(builder, Network(3), {&x, 1}, {"net.", "@x"});
  EXPECT_THROW(Inline(builder, Network(4), {&x, 1}, {"net.", "@again"}), std::logic_error) << "other weights";
  EXPECT_THROW(Inline(builder, Network(3), {&y, 1}, {"net.", "@y"}), std::logic_error) << "other channels";
  EXPECT_THROW(Inline(builder, Network(3), {}, {"net.", "@nothing"}), std::logic_error);
}

}  // namespace
}  // namespace easel::graph
