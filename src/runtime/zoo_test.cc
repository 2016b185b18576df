// The networks of the zoo through the runtime: as they are trained, with the plain kernels, against as they
// are shipped, folded and with the fast ones; and against what torchvision, timm and
// efficientnet_lite_pytorch compute with the same weights in float64.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/random.h"
#include "graph/fold.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "runtime/executor.h"

namespace easel::runtime {
namespace {

/// Gives every constant of one dimension (scales, shifts, means, variances, biases) numbers between 0.5 and
/// 1, as if the network had learnt, so that none can be mistaken for another.
void Stir(graph::Graph& graph) {
  Random random(3);
  for (graph::Value& value : graph.values) {
    if (value.shape.size() != 1) continue;
    for (float& x : value.data) x = static_cast<float>(0.5 + random.Uniform() / 2);
  }
}

std::vector<float> Answer(const graph::Graph& graph, const std::vector<float>& picture, Backend backend) {
  const auto executor = Executor::Create(graph, backend);
  std::vector<float> logits(static_cast<size_t>(graph.At(graph.outputs[0]).shape.back()));
  const std::span<const float> inputs[] = {picture};
  const std::span<float> outputs[] = {logits};
  EXPECT_TRUE(executor && (*executor)->Run(inputs, outputs));
  return logits;
}

std::vector<float> Picture(int side) {
  std::vector<float> picture(static_cast<size_t>(side * side * 3));
  Random random(2);
  for (float& x : picture) x = static_cast<float>(2 * random.Uniform() - 1);
  return picture;
}

constexpr int kSide = 80;

class ZooTest : public testing::TestWithParam<graph::NetworkInfo> {};

TEST_P(ZooTest, FoldedAndFastItAnswersAsItWasTrained) {
  graph::Network network =
      graph::BuildNetwork(GetParam().name, {.resolution = kSide, .width = 0.25, .classes = 10}).value();
  graph::Initialise(network.graph, 1);
  Stir(network.graph);
  const std::vector<float> trained = Answer(network.graph, Picture(kSide), Backend::kReference);
  const auto [low, high] = std::ranges::minmax(trained);
  ASSERT_GT(high - low, 0.01F) << "an answer that says nothing";
  const graph::Graph folded = graph::FoldBatchNorm(network.graph).value();
  const std::vector<float> shipped = Answer(folded, Picture(kSide), Backend::kXnnpack);
  for (size_t i = 0; i < trained.size(); ++i) EXPECT_NEAR(shipped[i], trained[i], 1e-4F * (high - low)) << i;
}

template <typename Param>
std::string NameOf(const testing::TestParamInfo<Param>& instance) {
  std::string name(instance.param.name);
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Networks, ZooTest, testing::ValuesIn(graph::Zoo().begin(), graph::Zoo().end()),
                         NameOf<graph::NetworkInfo>);

/// The logits of the original code, which got the weights and the picture of the test.
struct Reference {
  std::string_view name;
  std::array<float, 3> first;
  float low;
  float high;
  int64_t highest;
};
const Reference kReferences[] = {
    {"resnet-18", {0.946749F, 0.946067F, 1.86978F}, -2.4722F, 4.31721F, 197},
    {"resnet-50", {-4.98997F, -3.74211F, -5.87627F}, -12.7279F, 12.6004F, 454},
    {"inception-v3", {0.269074F, 2.98576F, 6.07436F}, -6.18144F, 8.44017F, 836},
    {"inception-v4", {77.4585F, -32.5055F, -21.5841F}, -222.647F, 238.012F, 233},
    {"mobilenet-v1", {0.437275F, 0.736367F, 1.04471F}, -0.0480082F, 1.49257F, 918},
    {"mobilenet-v2", {1.34243F, 1.38919F, 0.993324F}, -1.45206F, 3.64038F, 183},
    {"mobilenet-v3-large", {0.979446F, 0.626521F, 1.06416F}, -0.293837F, 1.86627F, 248},
    {"mobilenet-v3-small", {1.15544F, 0.856651F, 1.502F}, -0.401472F, 1.77583F, 526},
    {"shufflenet-v2", {0.989535F, 0.88776F, 0.480934F}, -0.314583F, 1.71033F, 463},
    {"squeezenet", {4.50432F, 14.1938F, 0.975131F}, 0.0F, 41.4986F, 35},
    {"efficientnet-lite0", {0.418545F, 0.497872F, 0.819924F}, -0.780787F, 3.18683F, 297},
};

class ReferenceTest : public testing::TestWithParam<Reference> {};

TEST_P(ReferenceTest, AnswersLikeTheOriginal) {
  const Reference& reference = GetParam();
  graph::Network network = graph::BuildNetwork(reference.name, {.resolution = kSide}).value();
  graph::Initialise(network.graph, 1);
  Stir(network.graph);
  const graph::Graph folded = graph::FoldBatchNorm(network.graph).value();
  const std::vector<float> logits = Answer(folded, Picture(kSide), Backend::kXnnpack);
  const float tolerance = 1e-4F * (reference.high - reference.low);
  for (size_t i = 0; i < reference.first.size(); ++i) EXPECT_NEAR(logits[i], reference.first[i], tolerance);
  EXPECT_NEAR(std::ranges::min(logits), reference.low, tolerance);
  EXPECT_NEAR(std::ranges::max(logits), reference.high, tolerance);
  EXPECT_EQ(std::ranges::max_element(logits) - logits.begin(), reference.highest);
}

INSTANTIATE_TEST_SUITE_P(Networks, ReferenceTest, testing::ValuesIn(kReferences), NameOf<Reference>);

}  // namespace
}  // namespace easel::runtime
