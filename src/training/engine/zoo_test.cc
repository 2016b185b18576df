#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "graph/fold.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "runtime/executor.h"
#include "training/engine/fit.h"

namespace easel::training {
namespace {

constexpr int64_t kClasses = 5;

/// Pictures of noise, brighter from class to class.
class Noise final : public Examples {
 public:
  explicit Noise(int64_t side) : side_(side) {}
  size_t size() const override { return 8; }
  graph::Shape shape() const override { return {side_, side_, 3}; }
  int64_t classes() const override { return kClasses; }
  Status Fill(size_t i, std::optional<uint64_t>, std::span<float> picture,
              std::span<float> target) const override {
    const size_t label = i % kClasses;
    Random random(i);
    for (float& value : picture)
      value = static_cast<float>(2 * random.Uniform() - 1.4 + 0.2 * static_cast<double>(label));
    std::ranges::fill(target, 0.0F);
    target[label] = 1;
    return {};
  }

 private:
  int64_t side_;
};

graph::Network Small(std::string_view name) {
  const bool is_inception = name.starts_with("inception");
  graph::Network network =
      graph::BuildNetwork(name, {.resolution = is_inception ? 75 : 32, .width = 0.25, .classes = kClasses})
          .value();
  graph::Initialise(network.graph, 3);
  return network;
}

Result<FitResult> OneStep(const graph::Graph& network, const Examples& examples,
                          Precision precision = Precision::kFloat32) {
  FitOptions options;
  options.precision = precision;
  options.epochs = 1;
  options.batch = 8;
  options.shard = 4;
  options.rate = 1e-4;
  // Evaluation sees more of what the step saw: one usual step of a moving average leaves deep networks
  // without scale.
  options.statistics_momentum = 0.5;
  // Its steps are of one size, however small a gradient is; decay would move weights without any.
  options.optimiser = {.rule = Rule::kAdamW, .weight_decay = 0};
  NoProgress progress;
  return Fit(network, examples, nullptr, options, {}, progress);
}

class ZooTraining : public testing::TestWithParam<graph::NetworkInfo> {};

TEST_P(ZooTraining, EveryWeightLearnsAndTheRuntimeComputesWhatTheModuleDoes) {
  const graph::Graph before = Small(GetParam().name).graph;
  const Noise examples(before.At(before.inputs[0]).shape[1]);
  const Result<FitResult> fitted = OneStep(before, examples);
  ASSERT_TRUE(fitted) << fitted.error().message.en;
  const graph::Graph& after = fitted->network;
  for (size_t i = 0; i < before.values.size(); ++i) {
    if (!before.values[i].is_constant()) continue;
    EXPECT_NE(after.values[i].data, before.values[i].data) << before.values[i].name;
  }

  torch::Tensor picture = torch::empty(before.At(before.inputs[0]).shape);
  std::vector<float> target(kClasses);
  const std::span<float> pixels(picture.data_ptr<float>(), static_cast<size_t>(picture.numel()));
  ASSERT_TRUE(examples.Fill(3, std::nullopt, pixels, target));
  const torch::NoGradGuard no_gradient;
  const torch::Tensor expected = Module(after, torch::kCPU).Forward({picture}).front().contiguous();

  const Result<graph::Graph> folded = graph::FoldBatchNorm(after);
  ASSERT_TRUE(folded) << folded.error().message.en;
  const auto executor = runtime::Executor::Create(*folded);
  ASSERT_TRUE(executor) << executor.error().message.en;
  std::vector<float> logits(kClasses);
  const std::span<const float> input(pixels);
  const std::span<float> output(logits);
  ASSERT_TRUE((*executor)->Run({&input, 1}, {&output, 1}));
  const float largest = expected.abs().max().item<float>();
  ASSERT_GT(largest, 0);
  for (size_t c = 0; c < logits.size(); ++c)
    EXPECT_NEAR(logits[c], expected.data_ptr<float>()[c], 1e-4F * largest);
}

TEST_P(ZooTraining, MixedPrecisionLearnsNearlyTheSame) {
  const graph::Graph before = Small(GetParam().name).graph;
  const Noise examples(before.At(before.inputs[0]).shape[1]);
  const Result<FitResult> exact = OneStep(before, examples);
  const Result<FitResult> mixed = OneStep(before, examples, Precision::kMixed);
  ASSERT_TRUE(exact && mixed);
  EXPECT_NE(mixed->network, exact->network);
  EXPECT_NEAR(mixed->history[0].train_loss, exact->history[0].train_loss, 0.25);
}

INSTANTIATE_TEST_SUITE_P(Networks, ZooTraining, testing::ValuesIn(graph::Zoo().begin(), graph::Zoo().end()),
                         [](const auto& instance) {
                           std::string name(instance.param.name);
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace easel::training
