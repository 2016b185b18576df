#include "graph/sides.h"

#include <gtest/gtest.h>

namespace easel::graph {
namespace {

TEST(ExchangeSides, ShapesFollowAndWeightsStay) {
  GraphBuilder builder;
  const ValueId x = builder.Input("picture", {1, 9, 4, 3});
  const ValueId weight = builder.Constant("weight", {2, 3, 3, 3}, std::vector<float>(54, 0.5f));
  const ValueId bias = builder.Constant("bias", {2}, {1, 2});
  const ValueId y = builder.Apply("map", Conv2d{.stride = 2}, {x, weight, bias});
  const Graph graph = builder.Finish({builder.Apply("mean", GlobalAveragePool{}, {y})});
  const Graph other = ExchangeSides(graph).value();
  EXPECT_EQ(other.At(x).shape, (Shape{1, 4, 9, 3}));
  EXPECT_EQ(other.At(y).shape, (Shape{1, 2, 5, 2}));
  EXPECT_EQ(other.At(other.outputs[0]).shape, graph.At(graph.outputs[0]).shape);
  EXPECT_EQ(other.At(weight), graph.At(weight));
  EXPECT_EQ(ExchangeSides(other).value(), graph);
}

}  // namespace
}  // namespace easel::graph
