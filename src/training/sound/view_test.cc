// The converted weights through the runtime, against values that ONNX Runtime computed from the original
// checkpoints.
#include "training/sound/view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "graph/fold.h"
#include "graph/zoo/sound/sound_network.h"
#include "graph/zoo/weights.h"
#include "runtime/executor.h"
#include "training/view.h"

namespace easel::training {
namespace {

struct Expected {
  std::string network;
  float (*value)(float u);  ///< of the input at flat index i, u being i · 7919 mod 256
  std::vector<float> first;
  double sum;
  float largest;
  size_t largest_index;
};
const Expected kExpected[] = {
    {"yamnet", [](float u) { return u / 64 - 4; }, {0, 0, 0, 0.0581F, 0, 0}, 73.6507, 3.97637F, 953},
    {"aisfx",
     [](float u) { return u / 255; },
     {0.66744F, 4.3791F, 7.84999F, 10.36354F, 2.30636F, 12.23178F},
     2108.8496,
     22.09025F,
     295},
};

class SoundNetworkTest : public ::testing::TestWithParam<Expected> {};

TEST_P(SoundNetworkTest, AnswersLikeThePublishedNetwork) {
  const Expected& expected = GetParam();
  const auto weights = LoadShippedWeights(EASEL_WEIGHTS_DIR, expected.network);
  ASSERT_TRUE(weights) << weights.error().item << " is missing: scripts/fetch-weights (or ./test) brings it";
  graph::Network network = graph::BuildSoundNetwork(expected.network).value();
  const auto report = graph::LoadWeights(network, weights->tensors);
  ASSERT_TRUE(report) << report.error().item;
  const graph::Graph graph = graph::FoldBatchNorm(network.graph).value();
  const graph::Shape& shape = graph.At(graph.inputs[0]).shape;
  std::vector<float> spectrogram(static_cast<size_t>(shape[1] * shape[2]));
  for (size_t i = 0; i < spectrogram.size(); ++i)
    spectrogram[i] = expected.value(static_cast<float>(i * 7919 % 256));
  std::vector<float> embedding(static_cast<size_t>(graph.At(graph.outputs[0]).shape.back()));
  const auto executor = runtime::Executor::Create(graph).value();
  const std::span<const float> input(spectrogram);
  const std::span<float> output(embedding);
  ASSERT_TRUE(executor->Run({&input, 1}, {&output, 1}));
  for (size_t i = 0; i < expected.first.size(); ++i) EXPECT_NEAR(embedding[i], expected.first[i], 1e-3F) << i;
  EXPECT_NEAR(std::accumulate(embedding.begin(), embedding.end(), 0.0), expected.sum, 0.05);
  const auto largest = std::ranges::max_element(embedding);
  EXPECT_NEAR(*largest, expected.largest, 1e-3F);
  EXPECT_EQ(static_cast<size_t>(largest - embedding.begin()), expected.largest_index);
}

INSTANTIATE_TEST_SUITE_P(Networks, SoundNetworkTest, ::testing::ValuesIn(kExpected),
                         [](const auto& instance) { return instance.param.network; });

std::vector<float> FeaturesOf(const SoundListener& listener, const std::vector<float>& spectrogram) {
  const graph::Graph graph = listener.Graph();
  const auto executor = runtime::Executor::Create(graph).value();
  std::vector<float> features(static_cast<size_t>(listener.size));
  const std::span<const float> input(spectrogram);
  const std::span<float> output(features);
  EXPECT_TRUE(executor->Run({&input, 1}, {&output, 1}));
  return features;
}

TEST(SoundListener, StatisticsAreThoseOfEveryBand) {
  const SoundView view = SoundViewsOf(0.25, true).front();
  ASSERT_EQ(view.name, "statistics");
  const SoundListener listener = SoundListener::Load({}, view).value();
  const auto bands = static_cast<size_t>(view.transform.bands);
  const auto frames = static_cast<size_t>(view.transform.frames);
  std::vector<float> spectrogram(frames * bands);  // band b rises from -12 by b a frame
  for (size_t t = 0; t < frames; ++t) {
    for (size_t b = 0; b < bands; ++b) spectrogram[t * bands + b] = static_cast<float>(t * b) - 12;
  }
  const std::vector<float> features = FeaturesOf(listener, spectrogram);
  const auto block = [&](const std::string& layer, size_t band) {
    size_t begin = 0;
    for (const FeatureBlock& each : listener.blocks) {
      if (each.layer == layer) return features[begin + band];
      begin += static_cast<size_t>(each.size);
    }
    ADD_FAILURE() << layer;
    return 0.0F;
  };
  EXPECT_NEAR(block("largest", 3), 3 * static_cast<float>(frames - 1) - 12, 1e-3F);
  for (const int level : {-2, -5, -8, -11}) {
    float above = 0;
    for (size_t t = 0; t < frames; ++t)
      above += std::max(static_cast<float>(3 * t) - 12 - static_cast<float>(level), 0.0F);
    EXPECT_NEAR(block("above" + std::to_string(level), 3), above / static_cast<float>(frames), 1e-3F) << level;
  }
}

TEST(SoundListener, WindowsOfAnyLengthAreHeard) {
  for (const double seconds : {0.25, 1.0, 3.0}) {
    for (const SoundView& view : SoundViewsOf(seconds, false)) {
      EXPECT_GE(view.transform.seconds(), seconds);
      const auto listener = SoundListener::Load(EASEL_WEIGHTS_DIR, view);
      ASSERT_TRUE(listener) << listener.error().message.en;
      const std::vector<float> silence(static_cast<size_t>(view.transform.frames) *
                                       static_cast<size_t>(view.transform.bands));
      for (const float value : FeaturesOf(*listener, silence)) ASSERT_TRUE(std::isfinite(value));
    }
  }
}

}  // namespace
}  // namespace easel::training
