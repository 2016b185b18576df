#include "training/sound/network/own_networks.h"

#include <algorithm>
#include <utility>

#include "base/median.h"
#include "graph/fold.h"
#include "training/engine/forecast.h"
#include "training/engine/validation.h"
#include "training/sound/network/examples.h"
#include "training/sound/network/plan.h"
#include "training/sound/sound.h"

namespace easel::training {
namespace {

constexpr size_t kMostWindows = 24;  // of a clip, that a network learns from

/// The rate that the clip in the middle has.
int RateOf(const Clips& clips) {
  std::vector<int> rates;
  for (size_t clip = 0; clip < clips.size(); ++clip) rates.push_back(clips.RateOf(clip));
  if (rates.empty()) return 16000;
  return Median(std::move(rates));
}

class OwnNetworks final : public SoundNetworks {
 public:
  OwnNetworks(NetworkPlan recipe, BasePictures pictures, int classes, const TrainingResources& resources)
      : recipe_(std::move(recipe)),
        pictures_(std::move(pictures)),
        classes_(classes),
        resources_(resources) {}

  json::object Describe() const override { return recipe_.ToJson(); }

  Result<Forecast> Foresee(const NetworkLesson& lesson) override {
    EASEL_ASSIGN(const graph::Graph network, BuildOwnNetwork(recipe_.transform, classes_, lesson.seed));
    const SoundExamples examples(pictures_, lesson.clips, classes_, recipe_.augmentation);
    const SoundExamples looks(pictures_, lesson.clips, classes_, {});
    FitOptions options = OptionsOf(lesson);
    options.epochs = 1;
    EASEL_ASSIGN(const training::Forecast forecast, training::Foresee(network, examples, &looks, options));
    size_t windows = 0;
    for (const size_t clip : lesson.clips) windows += pictures_.CountOf(clip);
    return Forecast{.epoch_seconds = forecast.seconds - forecast.judging,
                    .look_seconds = forecast.judging,
                    .hearing_seconds = forecast.judging * static_cast<double>(windows) /
                                       static_cast<double>(lesson.clips.size()),
                    .bytes = forecast.bytes};
  }

  Result<LearntNetwork> Learn(const NetworkLesson& lesson, Progress& progress) override {
    EASEL_ASSIGN(const graph::Graph network, BuildOwnNetwork(recipe_.transform, classes_, lesson.seed));
    const SoundExamples examples(pictures_, lesson.clips, classes_, recipe_.augmentation);
    const SoundExamples judges(pictures_, lesson.judges, classes_, {});
    FitOptions options = OptionsOf(lesson);
    options.monitor = [&](int epoch, const graph::Graph& now) -> Result<json::object> {
      const int every = std::max(1, options.epochs / kLooksAtJudges);
      if (lesson.judges.empty() || (epoch % every != 0 && epoch != options.epochs)) return json::object();
      EASEL_ASSIGN(const Score score, Validate(now, judges, resources_.threads, progress));
      return json::object{{"loss", score.loss}, {"accuracy", score.accuracy}};
    };
    EASEL_ASSIGN(FitResult fitted, Fit(network, examples, nullptr, options, {}, progress));
    EASEL_ASSIGN(graph::Graph folded, graph::FoldBatchNorm(fitted.network));
    return LearntNetwork{.network = {std::move(folded), recipe_.transform},
                         .epochs = static_cast<int>(fitted.history.size()),
                         .out_of_time = fitted.out_of_time};
  }

 private:
  FitOptions OptionsOf(const NetworkLesson& lesson) const {
    FitOptions options;
    options.epochs = std::max(1, lesson.epochs);
    options.batch = recipe_.batch;
    options.shard = recipe_.shard;
    options.rate = recipe_.rate;
    options.label_smoothing = recipe_.smoothing;
    options.class_weights = lesson.class_weights;
    options.mixup = recipe_.augmentation.mixup;
    options.optimiser.rule = Rule::kAdamW;
    options.optimiser.weight_decay = recipe_.weight_decay;
    options.seed = lesson.seed;
    options.threads = resources_.threads;
    options.checkpoint = lesson.checkpoint;
    options.checkpoint_steps = 500;
    options.is_over = lesson.is_over;
    return options;
  }

  const NetworkPlan recipe_;
  const BasePictures pictures_;
  const int classes_;
  const TrainingResources& resources_;
};

}  // namespace

Result<std::unique_ptr<SoundNetworks>> MakeOwnNetworks(const Clips& clips, const WindowRows& windows,
                                                       const SoundPlan& plan, int classes,
                                                       const TrainingResources& resources,
                                                       Progress& progress) {
  NetworkPlan recipe = NetworkPlan::Of(plan, RateOf(clips));
  EASEL_ASSIGN(BasePictures pictures, BasePictures::Make(clips, windows, recipe.transform, kMostWindows,
                                                         MediaBudget() / 2, resources.threads, progress));
  return std::make_unique<OwnNetworks>(std::move(recipe), std::move(pictures), classes, resources);
}

Result<TrainedModel> TrainSound(const dataset::FrozenVersion& version, const OptionValues& options,
                                const TrainingResources& resources, Progress& progress) {
  return TrainSoundWith(&MakeOwnNetworks, version, options, resources, progress);
}

}  // namespace easel::training
