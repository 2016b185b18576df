#include <gtest/gtest.h>

#include <algorithm>

#include "graph/fold.h"
#include "graph/zoo/detector/mobilenet_ssd.h"
#include "graph/zoo/detector/pyramid.h"

namespace easel::graph {
namespace {

constexpr size_t kClasses = 3;

TEST(Pyramid, PredictsAtEveryMapAndStaysLight) {
  const std::vector<Shape> maps = {{1, 40, 52, 40}, {1, 20, 26, 112}, {1, 10, 13, 320}};
  const DetectorNetwork network = BuildPyramid(maps, kClasses, {});
  ASSERT_TRUE(Validate(network.graph));
  ASSERT_TRUE(CheckDetector(network.detector, network.graph, kClasses));
  for (size_t i = 0; i < maps.size(); ++i) {
    const Shape& shape = network.graph.At(network.graph.outputs[i]).shape;
    EXPECT_EQ(shape, (Shape{1, maps[i][1], maps[i][2], kClasses + 4}));
  }
  // Less than a seventh of the backbone, which has 1.0 G at 416 × 320: what makes learning from cached maps
  // fast.
  EXPECT_LT(CostOf(network.graph).macs, 150'000'000);
  EXPECT_TRUE(FoldBatchNorm(network.graph));
}

TEST(Pyramid, BeginsByPromisingNothing) {
  const DetectorNetwork network = BuildPyramid(std::vector<Shape>{{1, 4, 4, 8}, {1, 2, 2, 8}}, kClasses, {});
  const Value& bias = network.graph.At(network.graph.Find("boxes1.bias"));
  for (size_t i = 0; i < kClasses; ++i) EXPECT_NEAR(bias.data[i], -4.6F, 0.01F);
}

TEST(Pyramid, TheSeedDecidesTheWeights) {
  const std::vector<Shape> maps = {{1, 4, 4, 8}, {1, 2, 2, 8}};
  EXPECT_EQ(BuildPyramid(maps, kClasses, {.seed = 4}).graph, BuildPyramid(maps, kClasses, {.seed = 4}).graph);
  EXPECT_NE(BuildPyramid(maps, kClasses, {.seed = 4}).graph, BuildPyramid(maps, kClasses, {.seed = 5}).graph);
}

TEST(MobilenetSsd, HasTheMapsAndAnchorsOfThePaper) {
  const DetectorNetwork network = BuildMobilenetSsd(kClasses, 1).value();
  ASSERT_TRUE(Validate(network.graph));
  ASSERT_TRUE(CheckDetector(network.detector, network.graph, kClasses));
  const std::vector<int64_t> sides = {19, 10, 5, 3, 2, 1};
  ASSERT_EQ(network.graph.outputs.size(), sides.size());
  size_t boxes = 0;
  for (size_t i = 0; i < sides.size(); ++i) {
    const Shape& shape = network.graph.At(network.graph.outputs[i]).shape;
    EXPECT_EQ(shape[1], sides[i]);
    EXPECT_EQ(shape[2], sides[i]);
    boxes += static_cast<size_t>(sides[i] * sides[i]) * network.detector.levels[i].anchors.size();
  }
  EXPECT_EQ(boxes, 1917U);
}

}  // namespace
}  // namespace easel::graph
