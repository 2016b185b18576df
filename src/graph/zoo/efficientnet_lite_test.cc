#include "graph/zoo/efficientnet_lite.h"

#include <gtest/gtest.h>

#include <array>

#include "base/file.h"

namespace easel::graph {
namespace {

/// A published network, written out: per stage the repeats and output channels; kernels are the same for all
/// variants.
struct Published {
  int variant;
  std::array<int, 7> repeats;
  std::array<int64_t, 7> channels;
  int64_t params;       ///< of the checkpoint, with the scales and offsets of batch normalisation
  double million_macs;  ///< of the release notes
};
constexpr std::array<int64_t, 7> kKernels = {3, 3, 5, 3, 5, 5, 3};
const Published kPublished[] = {
    {0, {1, 2, 2, 3, 3, 4, 1}, {16, 24, 40, 80, 112, 192, 320}, 4'652'008, 407},
    {1, {1, 3, 3, 4, 4, 5, 1}, {16, 24, 40, 80, 112, 192, 320}, 5'416'680, 631},
    {2, {1, 3, 3, 4, 4, 5, 1}, {16, 24, 48, 88, 120, 208, 352}, 6'092'072, 899},
};

using Checkpoint = std::map<std::string, Tensor>;

void AddTensor(Checkpoint& checkpoint, const std::string& name, const Shape& shape, float value) {
  checkpoint[name] = {shape, std::vector<float>(static_cast<size_t>(*ElementCount(shape)), value)};
}

void AddConvolution(Checkpoint& checkpoint, const std::string& weight, const std::string& norm,
                    const Shape& shape) {
  AddTensor(checkpoint, weight, shape, 0.5F);
  AddTensor(checkpoint, norm + ".weight", {shape[0]}, 2.0F);
  AddTensor(checkpoint, norm + ".bias", {shape[0]}, 1.0F);
  AddTensor(checkpoint, norm + ".running_mean", {shape[0]}, 3.0F);
  AddTensor(checkpoint, norm + ".running_var", {shape[0]}, 4.0F - 1e-3F);
}

Checkpoint MakeCheckpoint(const Published& network) {
  Checkpoint checkpoint;
  AddConvolution(checkpoint, "_conv_stem.weight", "_bn0", {32, 3, 3, 3});
  int64_t in = 32;
  int block = 0;
  for (size_t stage = 0; stage < 7; ++stage) {
    for (int i = 0; i < network.repeats[stage]; ++i, ++block) {
      const std::string name = "_blocks." + std::to_string(block) + ".";
      const int64_t wide = stage == 0 ? in : 6 * in;
      if (stage > 0)
        AddConvolution(checkpoint, name + "_expand_conv.weight", name + "_bn0", {wide, in, 1, 1});
      AddConvolution(checkpoint, name + "_depthwise_conv.weight", name + "_bn1",
                     {wide, 1, kKernels[stage], kKernels[stage]});
      AddConvolution(checkpoint, name + "_project_conv.weight", name + "_bn2",
                     {network.channels[stage], wide, 1, 1});
      in = network.channels[stage];
    }
  }
  AddConvolution(checkpoint, "_conv_head.weight", "_bn1", {1280, in, 1, 1});
  AddTensor(checkpoint, "_fc.weight", {1000, 1280}, 0);
  AddTensor(checkpoint, "_fc.bias", {1000}, 0);
  return checkpoint;
}

class PublishedTest : public testing::TestWithParam<Published> {};

TEST_P(PublishedTest, HasThePublishedSize) {
  const EfficientNetLite config = EfficientNetLiteConfig(GetParam().variant);
  const Checkpoint checkpoint = MakeCheckpoint(GetParam());
  GraphBuilder builder;
  const ValueId input = builder.Input("picture", {1, config.resolution, config.resolution, 3});
  const Result<ValueId> features = BuildEfficientNetLite(builder, input, config, checkpoint, "");
  ASSERT_TRUE(features) << features.error().message.en << features.error().item;
  const Result<ValueId> logits = BuildImageNetHead(builder, *features, checkpoint, "");
  ASSERT_TRUE(logits);
  const Graph graph = builder.Finish({*logits});
  // Folding makes one offset out of a normalisation's scale and offset: a number less per channel of a
  // convolution.
  int64_t folded = 0;
  double outputs = 0;
  for (const Node& node : graph.nodes) {
    if (!std::holds_alternative<Conv2d>(node.op) && !std::holds_alternative<DepthwiseConv2d>(node.op))
      continue;
    folded += graph.At(node.inputs[2]).shape[0];
    outputs += static_cast<double>(*ElementCount(graph.At(node.output).shape));
  }
  const Cost cost = CostOf(graph);
  EXPECT_EQ(cost.params + folded, GetParam().params);
  // The release notes count the network before folding: three more operations for every output of a
  // convolution (normalisation and activation) explain the difference in all variants.
  const double before_folding = static_cast<double>(cost.macs) + 3 * outputs;
  EXPECT_NEAR(before_folding / 1e6, GetParam().million_macs, 0.005 * GetParam().million_macs);
}

INSTANTIATE_TEST_SUITE_P(Lite, PublishedTest, testing::ValuesIn(kPublished),
                         [](const auto& instance) { return std::to_string(instance.param.variant); });

TEST(EfficientNetLiteTest, FoldsBatchNormalisation) {
  GraphBuilder builder;
  const ValueId input = builder.Input("picture", {1, 64, 64, 3});
  ASSERT_TRUE(BuildEfficientNetLite(builder, input, EfficientNetLiteConfig(0), MakeCheckpoint(kPublished[0]),
                                    "net/"));
  const Graph graph = builder.Finish({builder.Find("net/features@picture")});
  // Scale 2 / sqrt(4) = 1: the weight stays 0.5, the offset is 1 − 3 × 1.
  EXPECT_NEAR(graph.At(graph.Find("net/stem.weight")).data.front(), 0.5F, 1e-6F);
  EXPECT_NEAR(graph.At(graph.Find("net/blocks.4.depthwise.bias")).data.back(), -2.0F, 1e-6F);
}

TEST(EfficientNetLiteTest, ViewsShareTheWeightsAndStagesAreTapped) {
  const Checkpoint checkpoint = MakeCheckpoint(kPublished[0]);
  GraphBuilder builder;
  const ValueId plain = builder.Input("plain", {1, 64, 64, 3});
  const ValueId large = builder.Input("large", {1, 96, 96, 3});
  std::map<std::string, ValueId> taps;
  const auto a = BuildEfficientNetLite(builder, plain, EfficientNetLiteConfig(0), checkpoint, "", &taps);
  const auto b = BuildEfficientNetLite(builder, large, EfficientNetLiteConfig(0), checkpoint, "");
  ASSERT_TRUE(a && b);
  EXPECT_EQ(builder.ShapeOf(taps.at("stage0")), (Shape{1, 32, 32, 16}));
  EXPECT_EQ(builder.ShapeOf(taps.at("stage4")), (Shape{1, 4, 4, 112}));
  EXPECT_EQ(builder.ShapeOf(taps.at("stage6")), (Shape{1, 2, 2, 320}));
  EXPECT_EQ(builder.ShapeOf(taps.at("head_map")), (Shape{1, 2, 2, 1280}));
  EXPECT_EQ(taps.size(), 8u);
  const Graph graph = builder.Finish({*a, *b});
  EXPECT_EQ(CostOf(graph).params + 21'008, kPublished[0].params - 1000 * 1281);
}

TEST(EfficientNetLiteTest, NamesWhatIsMissingOrMisshapen) {
  const auto fault = [](const Checkpoint& checkpoint) {
    GraphBuilder builder;
    const ValueId input = builder.Input("picture", {1, 64, 64, 3});
    const auto result = BuildEfficientNetLite(builder, input, EfficientNetLiteConfig(0), checkpoint, "");
    return result ? "accepted" : result.error().code + ":" + result.error().item;
  };
  Checkpoint checkpoint = MakeCheckpoint(kPublished[0]);
  checkpoint.erase("_blocks.7._bn1.running_var");
  EXPECT_EQ(fault(checkpoint), "weights-unfit:_blocks.7._bn1.running_var");
  EXPECT_EQ(fault(MakeCheckpoint(kPublished[1])), "weights-unfit:_blocks.3._depthwise_conv.weight");
}

TEST(EfficientNetLiteTest, ReadsThePublishedWeights) {
  for (const int variant : {0, 2}) {
    const EfficientNetLite config = EfficientNetLiteConfig(variant);
    const std::string path = std::string(EASEL_WEIGHTS_DIR) + "/" + config.name + ".safetensors";
    const Result<Bytes> file = ReadFile(path);
    ASSERT_TRUE(file) << path << " is missing: scripts/fetch-weights (or ./test) brings it";
    const auto tensors = ParseSafetensors(*file);
    ASSERT_TRUE(tensors) << tensors.error().message.en;
    GraphBuilder builder;
    const ValueId input = builder.Input("picture", {1, config.resolution, config.resolution, 3});
    EXPECT_TRUE(BuildEfficientNetLite(builder, input, config, *tensors, ""));
  }
}

}  // namespace
}  // namespace easel::graph
