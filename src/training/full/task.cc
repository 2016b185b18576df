#include "training/full/task.h"

#include <algorithm>

#include "graph/zoo/weights.h"
#include "training/engine/device.h"
#include "training/view.h"

namespace easel::training {
namespace {

Status Start(const FullPlan& plan, const TrainingResources& resources, graph::Network& network) {
  graph::Initialise(network.graph, plan.seed);
  if (plan.StartsFromNothing()) return {};
  if (plan.start == "shipped") {
    EASEL_ASSIGN(const ShippedWeights weights, LoadShippedWeights(resources.weights, plan.network));
    EASEL_TRY(graph::LoadWeights(network, weights.tensors));
    return {};
  }
  EASEL_ASSIGN(const Hash hash, Hash::FromHex(plan.start));
  EASEL_ASSIGN(const Bytes bytes, resources.picture(hash));
  EASEL_ASSIGN(const auto tensors, graph::ParseSafetensors(bytes));
  EASEL_TRY(graph::LoadWeights(network, tensors));
  return {};
}

Status CheckLearners(const Parts& parts, const dataset::FrozenVersion& version) {
  std::vector<int> counts(version.classes.size(), 0);
  for (const size_t i : parts.learners) ++counts[static_cast<size_t>(version.items[i].label)];
  const auto least = std::ranges::min_element(counts);
  if (*least >= 2) return {};
  const std::string& name = version.classes[static_cast<size_t>(least - counts.begin())];
  return Fail(ErrorKind::kBadInput, "class-too-small",
              {"Of the class \"" + name + "\" fewer than 2 pictures are left to learn from.",
               "类别“" + name + "”可供学习的图片不足 2 张。"},
              {"Add pictures to the class (20 or more are advised), or remove it.",
               "请为该类别添加图片（建议 20 张以上），或删除该类别。"},
              name);
}

}  // namespace

Result<std::unique_ptr<FullTask>> FullTask::Prepare(const FullPlan& plan,
                                                    const dataset::FrozenVersion& version,
                                                    const TrainingResources& resources, Progress& progress) {
  const auto classes = static_cast<int64_t>(version.classes.size());
  EASEL_ASSIGN(graph::Network network,
               graph::BuildNetwork(
                   plan.network,
                   {.resolution = plan.side, .width = plan.width, .depth = plan.depth, .classes = classes}));
  EASEL_TRY(Start(plan, resources, network));
  EASEL_ASSIGN(Pictures pictures,
               Pictures::Load(version.items, plan.Transform(), MediaBudget(), resources, progress));
  Parts parts = Divide(version.items, pictures.usable(), version.classes.size(), plan.seed);
  EASEL_TRY(CheckLearners(parts, version));
  // The examples point to the task's own pictures, so it is made in the place where it stays.
  return std::unique_ptr<FullTask>(
      new FullTask(plan, std::move(network), std::move(pictures), std::move(parts), classes));
}

FullTask::FullTask(const FullPlan& its_plan, graph::Network its_network, Pictures its_pictures,
                   Parts its_parts, int64_t classes)
    : plan(its_plan),
      network(std::move(its_network)),
      pictures(std::move(its_pictures)),
      parts(std::move(its_parts)),
      train(pictures, parts.learners, classes, plan.augmentation) {
  if (!parts.choosers.empty()) validation.emplace(pictures, parts.choosers, classes, media::Augmentation{});
}

FitOptions FullTask::Options(int threads, int processes) const {
  FitOptions options;
  options.epochs = plan.epochs;
  options.batch = plan.batch;
  options.shard = plan.shard;
  options.rate = plan.rate;
  options.label_smoothing = plan.smoothing;
  options.batch_statistics = plan.StartsFromNothing();
  options.average = 0.99;
  options.patience = plan.patience;
  options.class_weights = plan.class_weights;
  options.mixup = plan.augmentation.mixup;
  options.cutmix = plan.augmentation.cutmix;
  if (!plan.StartsFromNothing()) {
    // The classifier knows nothing yet, the rest a lot.
    options.optimiser.rate_factors = {{network.classifier, 1}, {"", 0.1}};
  }
  options.precision = plan.is_mixed ? Precision::kMixed : Precision::kFloat32;
  options.device = BestDevice();
  options.seed = plan.seed;
  options.threads = std::max(1, threads / processes);
  return options;
}

}  // namespace easel::training
