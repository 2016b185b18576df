#include "graph/zoo/network.h"

#include <gtest/gtest.h>

#include <limits>

#include "graph/fold.h"
#include "graph/zoo/weights.h"

namespace easel::graph {
namespace {

const Value& Named(const Graph& graph, const std::string& name) { return graph.At(graph.Find(name)); }

class ZooTest : public testing::TestWithParam<NetworkInfo> {};

TEST_P(ZooTest, CostsWhatWasPublished) {
  const NetworkInfo& info = GetParam();
  const Result<Network> network = BuildNetwork(info.name);
  ASSERT_TRUE(network) << network.error().message.en << " " << network.error().item;
  const Cost cost = CostOf(network->graph);
  EXPECT_EQ(cost.params, info.params);
  EXPECT_EQ(cost.macs, info.macs);
  EXPECT_EQ(Named(network->graph, "picture").shape, (Shape{1, info.resolution, info.resolution, 3}));
  EXPECT_EQ(Named(network->graph, "logits").shape, (Shape{1, 1000}));
}

TEST_P(ZooTest, CanBeOfAnotherSize) {
  const NetworkOptions options = {.resolution = 96, .width = 0.25, .depth = 1.5, .classes = 7};
  const Result<Network> network = BuildNetwork(GetParam().name, options);
  ASSERT_TRUE(network) << network.error().item;
  ASSERT_TRUE(Validate(network->graph));
  EXPECT_EQ(Named(network->graph, "logits").shape, (Shape{1, 7}));
  EXPECT_LT(CostOf(network->graph).macs, GetParam().macs / 4);
  const Result<Network> shallow =
      BuildNetwork(GetParam().name, {.resolution = 96, .width = 0.25, .depth = 0.1});
  ASSERT_TRUE(shallow) << shallow.error().item;
  EXPECT_LT(shallow->graph.nodes.size(), network->graph.nodes.size());
}

TEST_P(ZooTest, TellsItsStagesFeaturesAndClassifier) {
  const Network network = BuildNetwork(GetParam().name, {.width = 0.25}).value();
  EXPECT_EQ(network.stages.size(), GetParam().name == "squeezenet" ? 4U : 5U);
  int64_t side = GetParam().resolution;
  for (const std::string& stage : network.stages) {
    const Shape& shape = Named(network.graph, stage).shape;
    ASSERT_EQ(shape.size(), 4U) << stage;
    EXPECT_LE(shape[1], side / 2 + 1) << stage;
    EXPECT_GE(shape[1], side / 2 - 4) << stage;
    side = shape[1];
  }
  const Shape& features = Named(network.graph, network.features).shape;
  EXPECT_EQ(features.size(), GetParam().name == "squeezenet" ? 4U : 2U);
  const Shape& weight = Named(network.graph, network.classifier + ".weight").shape;
  EXPECT_EQ(weight.front(), 1000);
  EXPECT_EQ(weight.back(), features.back());
  EXPECT_EQ(Named(network.graph, network.classifier + ".bias").shape, (Shape{1000}));
}

TEST_P(ZooTest, FoldsWithoutARest) {
  Network network = BuildNetwork(GetParam().name, {.resolution = 96, .width = 0.25}).value();
  Initialise(network.graph, 1);
  const Result<Graph> folded = FoldBatchNorm(network.graph);
  ASSERT_TRUE(folded) << folded.error().item;
  ASSERT_TRUE(Validate(*folded));
  EXPECT_EQ(CostOf(*folded).macs, CostOf(network.graph).macs) << "no normalisation stands alone";
  for (const std::string& stage : network.stages) EXPECT_GE(folded->Find(stage), 0) << stage;
}

INSTANTIATE_TEST_SUITE_P(Networks, ZooTest, testing::ValuesIn(Zoo().begin(), Zoo().end()),
                         [](const auto& instance) {
                           std::string name(instance.param.name);
                           std::erase(name, '-');
                           return name;
                         });

struct Width {
  std::string_view name;
  double width;
  int64_t params;
  int64_t macs;
};

TEST(NetworkTest, WidthsThatWerePublishedAreExact) {
  for (const Width& width : {Width{"shufflenet-v2", 0.5, 1'366'792, 40'476'448},
                             Width{"shufflenet-v2", 1.5, 3'503'624, 295'759'392},
                             Width{"shufflenet-v2", 2.0, 7'393'996, 583'253'464}}) {
    const Network network = BuildNetwork(width.name, {.width = width.width}).value();
    EXPECT_EQ(CostOf(network.graph).params, width.params) << width.name << " " << width.width;
    EXPECT_EQ(CostOf(network.graph).macs, width.macs) << width.name << " " << width.width;
  }
}

TEST(NetworkTest, SaysWhatCannotBe) {
  const auto fault = [](std::string_view name, const NetworkOptions& options) {
    const Result<Network> network = BuildNetwork(name, options);
    return network ? "built" : network.error().code + ":" + network.error().item;
  };
  EXPECT_EQ(fault("resnet-19", {}), "network-unknown:resnet-19");
  EXPECT_EQ(fault("resnet-18", {.resolution = -1}), "network-options:resolution");
  EXPECT_EQ(fault("resnet-18", {.width = 0}), "network-options:width");
  EXPECT_EQ(fault("resnet-18", {.depth = std::numeric_limits<double>::quiet_NaN()}), "network-options:depth");
  EXPECT_EQ(fault("resnet-18", {.classes = 0}), "network-options:classes");
  EXPECT_EQ(fault("resnet-18", {.classes = kMaxElements}), "network-options:fc.weight");
  EXPECT_EQ(fault("inception-v3", {.resolution = 74}), "network-options:Mixed_7a.branch3x3_2.conv");
  EXPECT_EQ(fault("inception-v3", {.resolution = 75, .width = 0.25}), "built");
  EXPECT_EQ(fault("inception-v4", {.resolution = 4096, .width = 4, .depth = 4}),
            "network-options:features.0.conv");
  EXPECT_EQ(fault("resnet-50", {.resolution = 2048}), "built");
}

}  // namespace
}  // namespace easel::graph
