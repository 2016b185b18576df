#include "graph/zoo/sound/sound_network.h"

#include <gtest/gtest.h>

#include "graph/fold.h"
#include "graph/inline.h"
#include "graph/zoo/weights.h"

namespace easel::graph {
namespace {

class SoundZooTest : public testing::TestWithParam<SoundNetworkInfo> {};

TEST_P(SoundZooTest, CostsWhatWasPublished) {
  const SoundNetworkInfo& info = GetParam();
  const Result<Network> network = BuildSoundNetwork(info.name);
  ASSERT_TRUE(network) << network.error().message.en << " " << network.error().item;
  const Graph& graph = network->graph;
  EXPECT_EQ(CostOf(graph).params, info.params);
  EXPECT_EQ(CostOf(graph).macs, info.macs);
  EXPECT_EQ(graph.At(graph.inputs.front()).shape, (Shape{1, info.frames, info.bands, 1}));
  EXPECT_EQ(graph.At(graph.outputs.front()).shape, (Shape{1, info.embedding}));
  EXPECT_EQ(graph.At(graph.outputs.front()).name, network->features);
}

TEST_P(SoundZooTest, IsBuiltForAnyLengthAndFoldsWithoutARest) {
  const SoundNetworkInfo& info = GetParam();
  for (const int frames : {info.least_frames, 98, 198, 498}) {
    Network network = BuildSoundNetwork(info.name, frames).value();
    Initialise(network.graph, 1);
    const Result<Graph> folded = FoldBatchNorm(network.graph);
    ASSERT_TRUE(folded) << folded.error().item;
    EXPECT_EQ(CostOf(*folded).macs, CostOf(network.graph).macs) << "no normalisation stands alone";
    EXPECT_EQ(folded->At(folded->outputs.front()).shape, (Shape{1, info.embedding}));
    for (const std::string& stage : network.stages) EXPECT_GE(folded->Find(stage), 0) << stage;
  }
}

TEST_P(SoundZooTest, LooksAtOtherLengthsWhenInlined) {
  const Network network = BuildSoundNetwork(GetParam().name).value();
  const Network longer = BuildSoundNetwork(GetParam().name, 321).value();
  GraphBuilder builder;
  const ValueId x = builder.Input("spectrogram", {1, 321, GetParam().bands, 1});
  const ValueId y = Inline(builder, network.graph, {&x, 1}, {}).front();
  const Graph inlined = builder.Finish({y});
  for (const std::string& stage : longer.stages) {
    EXPECT_EQ(inlined.At(inlined.Find(stage)).shape, longer.graph.At(longer.graph.Find(stage)).shape)
        << stage;
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, SoundZooTest, testing::ValuesIn(SoundZoo().begin(), SoundZoo().end()),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(SoundNetworkTest, SaysWhatCannotBe) {
  const auto fault = [](std::string_view name, int frames) {
    const Result<Network> network = BuildSoundNetwork(name, frames);
    return network ? "built" : network.error().code + ":" + network.error().item;
  };
  EXPECT_EQ(fault("vggish", 0), "network-unknown:vggish");
  EXPECT_EQ(fault("aisfx", 7), "network-options:frames");
  EXPECT_EQ(fault("aisfx", 8), "built");
  EXPECT_EQ(fault("yamnet", -1), "network-options:frames");
  EXPECT_EQ(fault("yamnet", kMaxFrames), "built");
  EXPECT_EQ(fault("yamnet", kMaxFrames + 1), "network-options:frames");
}

}  // namespace
}  // namespace easel::graph
