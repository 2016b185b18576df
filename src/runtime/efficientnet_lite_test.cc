// The converted weights through the runtime, against values that ONNX Runtime computed from the original
// checkpoints.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/file.h"
#include "base/hash.h"
#include "graph/fold.h"
#include "graph/safetensors.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "runtime/executor.h"

namespace easel::runtime {
namespace {

struct Expected {
  std::vector<float> first;
  double sum;
  float largest_magnitude;
  size_t largest_index;
};
struct Case {
  int variant;
  Expected features;
  Expected logits;
  std::string digest;  ///< of the features' bits
};
const Case kCases[] = {
    {0,
     {{0.42846F, 0.0F, 0.01289F, 0.0F, 0.0F, 0.0F}, 137.2683, 4.98735F, 576},
     {{-1.41795F, -0.468F, 0.04607F, -1.45537F, -0.95374F, -0.39171F}, -57.5257, 6.70514F, 905},
     "518583f08f90d95fa2da2c02893493d8081d690277c104f1d7f06309cc508f7d"},
    {2,
     {{0.0F, 0.0F, 0.1278F, 0.46266F, 0.00847F, 1.00226F}, 188.9813, 3.15179F, 1117},
     {{-1.19791F, -0.13874F, -1.14317F, -1.71716F, -0.58559F, -0.83501F}, -78.1905, 6.614F, 905},
     "57455176d969513dd07aff1c1823d009ddff3aba89b22c9db33303130790509b"},
};

/// The picture of the reference: the value at flat index i in C × H × W order is ((i · 7919 mod 256) − 127) /
/// 128.
std::vector<float> ReferencePicture(size_t side) {
  std::vector<float> picture(side * side * 3);
  for (size_t channel = 0; channel < 3; ++channel) {
    for (size_t pixel = 0; pixel < side * side; ++pixel) {
      const size_t i = channel * side * side + pixel;
      picture[pixel * 3 + channel] = (static_cast<float>(i * 7919 % 256) - 127.0F) / 128.0F;
    }
  }
  return picture;
}

void ExpectMatches(const std::vector<float>& values, const Expected& expected) {
  for (size_t i = 0; i < expected.first.size(); ++i) EXPECT_NEAR(values[i], expected.first[i], 1e-3F) << i;
  EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0), expected.sum, 1e-2);
  const auto by_magnitude = [](float a, float b) { return std::abs(a) < std::abs(b); };
  EXPECT_NEAR(std::abs(*std::ranges::max_element(values, by_magnitude)), expected.largest_magnitude, 1e-3F);
  EXPECT_EQ(static_cast<size_t>(std::ranges::max_element(values) - values.begin()), expected.largest_index);
}

class EfficientNetLiteTest : public testing::TestWithParam<Case> {};

TEST_P(EfficientNetLiteTest, AnswersLikeThePublishedNetwork) {
  const std::string name = "efficientnet-lite" + std::to_string(GetParam().variant);
  const std::string path = std::string(EASEL_WEIGHTS_DIR) + "/" + name + ".safetensors";
  const Result<Bytes> file = ReadFile(path);
  ASSERT_TRUE(file) << path << " is missing: scripts/fetch-weights (or ./test) brings it";
  const auto weights = graph::ParseSafetensors(*file);
  ASSERT_TRUE(weights);
  graph::Network network = graph::BuildNetwork(name).value();
  const auto report = graph::LoadWeights(network, *weights);
  ASSERT_TRUE(report) << report.error().item;
  EXPECT_TRUE(report->has_classifier && report->unused.empty());
  graph::Graph graph = graph::FoldBatchNorm(network.graph).value();
  graph.outputs = {graph.Find(network.features), graph.Find("logits")};

  const auto executor = Executor::Create(graph);
  ASSERT_TRUE(executor) << executor.error().message.en;
  const std::vector<float> picture =
      ReferencePicture(static_cast<size_t>(graph.At(graph.inputs[0]).shape[1]));
  std::vector<float> features(1280);
  std::vector<float> logits(1000);
  const std::span<const float> inputs[] = {picture};
  const std::span<float> outputs[] = {features, logits};
  ASSERT_TRUE((*executor)->Run(inputs, outputs));
  ExpectMatches(features, GetParam().features);
  ExpectMatches(logits, GetParam().logits);
#ifdef __x86_64__
  // The same on AVX2 and AVX-512 and with the XNNPACK of Debian 12 and 13. Bundles in the field rely on it:
  // their golden scores are compared bit by bit.
  const auto bits = std::as_bytes(std::span(features));
  EXPECT_EQ(Sha256(bits).Hex(), GetParam().digest);
#endif
}

INSTANTIATE_TEST_SUITE_P(Variants, EfficientNetLiteTest, testing::ValuesIn(kCases),
                         [](const auto& instance) { return std::to_string(instance.param.variant); });

}  // namespace
}  // namespace easel::runtime
