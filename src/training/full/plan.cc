#include "training/full/plan.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/median.h"
#include "dataset/folds.h"
#include "graph/zoo/network.h"
#include "training/balance.h"

namespace easel::training {
namespace {

bool HasShippedWeights(std::string_view network) {
  return network == "efficientnet-lite0" || network == "efficientnet-lite2";
}

const graph::NetworkInfo& InfoOf(std::string_view network) {
  return *std::ranges::find(graph::Zoo(), network, &graph::NetworkInfo::name);
}

/// The side that does not enlarge most of the pictures, in multiples of 32, the networks' stride.
int SideFor(const std::vector<dataset::FrozenItem>& items, int published) {
  std::vector<int> sides;
  for (const dataset::FrozenItem& item : items) sides.push_back(std::max(item.width, item.height));
  return std::min(published, std::max(1, (Median(std::move(sides)) + 31) / 32) * 32);
}

int EpochsFor(bool from_nothing, size_t items) {
  if (!from_nothing) return 10;
  constexpr size_t kPictures = 30'000;
  return static_cast<int>(std::clamp<size_t>(kPictures / std::max<size_t>(1, items), 30, 300));
}

}  // namespace

FullPlan FullPlan::From(const OptionValues& options, const dataset::FrozenVersion& version) {
  FullPlan plan;
  plan.network = options.Text("network");
  plan.start = options.Text("start");
  if (plan.network == "auto") plan.network = plan.start == "nothing" ? "resnet-18" : "efficientnet-lite0";
  if (plan.start == "auto") plan.start = HasShippedWeights(plan.network) ? "shipped" : "nothing";
  const bool from_nothing = plan.StartsFromNothing();
  plan.side = options.Has("side") ? static_cast<int>(options.Integer("side"))
                                  : SideFor(version.items, InfoOf(plan.network).resolution);
  plan.width = options.Number("width");
  plan.depth = options.Number("depth");
  plan.epochs = options.Has("epochs") ? static_cast<int>(options.Integer("epochs"))
                                      : EpochsFor(from_nothing, version.items.size());
  plan.batch = options.Integer("batch");
  // Small pictures are too little work for a thread eight at a time.
  plan.shard = std::max<int64_t>(1, std::min<int64_t>(plan.batch / 2, plan.side < 128 ? 32 : 8));
  plan.rate = options.Has("rate") ? options.Number("rate") : from_nothing ? 0.05 : 0.01;
  plan.smoothing = options.Number("smoothing");
  plan.patience = static_cast<int>(options.Integer("patience"));
  plan.is_mixed = options.Text("precision") == "mixed";
  plan.augmentation = media::AugmentationFrom(
      options, "image-classification", version.items.size() / std::max<size_t>(1, version.classes.size()));
  std::vector<int64_t> counts(version.classes.size(), 0);
  for (const dataset::FrozenItem& item : version.items) ++counts[static_cast<size_t>(item.label)];
  plan.class_weights = ClassWeights(options, counts);
  plan.seed = static_cast<uint64_t>(options.Integer("seed"));
  return plan;
}

json::object FullPlan::ToJson() const {
  return {{"network", network},
          {"start", start},
          {"side", side},
          {"width", width},
          {"depth", depth},
          {"epochs", epochs},
          {"batch", batch},
          {"shard", shard},
          {"rate", rate},
          {"smoothing", smoothing},
          {"patience", patience},
          {"mixed", is_mixed},
          {"augmentation", augmentation.ToJson()},
          {"class-weights", json::value_from(class_weights)},
          {"seed", seed}};
}

Result<FullPlan> FullPlan::FromJson(const json::object& object) {
  FullPlan plan;
  EASEL_ASSIGN(plan.network, GetString(object, "network"));
  EASEL_ASSIGN(plan.start, GetString(object, "start"));
  EASEL_ASSIGN(const int64_t side, GetInt(object, "side"));
  EASEL_ASSIGN(plan.width, GetNumber(object, "width"));
  EASEL_ASSIGN(plan.depth, GetNumber(object, "depth"));
  EASEL_ASSIGN(const int64_t epochs, GetInt(object, "epochs"));
  EASEL_ASSIGN(plan.batch, GetInt(object, "batch"));
  EASEL_ASSIGN(plan.shard, GetInt(object, "shard"));
  EASEL_ASSIGN(plan.rate, GetNumber(object, "rate"));
  EASEL_ASSIGN(plan.smoothing, GetNumber(object, "smoothing"));
  EASEL_ASSIGN(const int64_t patience, GetInt(object, "patience"));
  EASEL_ASSIGN(plan.is_mixed, GetBoolOr(object, "mixed", false));
  EASEL_ASSIGN(const json::object* const augmentation, GetObject(object, "augmentation"));
  EASEL_ASSIGN(plan.augmentation, media::Augmentation::FromJson(*augmentation));
  EASEL_ASSIGN(const json::array* const weights, GetArray(object, "class-weights"));
  for (const json::value& weight : *weights) plan.class_weights.push_back(weight.to_number<float>());
  EASEL_ASSIGN(const int64_t seed, GetInt(object, "seed"));
  plan.side = static_cast<int>(side);
  plan.epochs = static_cast<int>(epochs);
  plan.patience = static_cast<int>(patience);
  plan.seed = static_cast<uint64_t>(seed);
  return plan;
}

media::ImageTransform FullPlan::Transform() const {
  media::ImageTransform transform{.width = side, .height = side, .decode_min_side = side * 5 / 4};
  // EfficientNet-Lite's as they are; Inception's 0.5 and 0.5; the others' are the averages of ImageNet's
  // three means (0.485, 0.456, 0.406) and deviations (0.229, 0.224, 0.225), all times 255.
  if (network.starts_with("efficientnet")) return transform;
  const bool is_inception = network.starts_with("inception");
  transform.mean = is_inception ? 127.5F : 114.5F;
  transform.scale = is_inception ? 127.5F : 57.6F;
  return transform;
}

Parts Divide(const std::vector<dataset::FrozenItem>& items, const std::vector<char>& usable, size_t classes,
             uint64_t seed) {
  constexpr int kJudging = 5;
  constexpr int kChoosing = 10;
  constexpr size_t kFewest = 20;
  const auto has = [&](store::Split split) {
    return std::ranges::find(items, split, &dataset::FrozenItem::split) != items.end();
  };
  const bool has_test = has(store::Split::kTest);
  const bool has_validation = has(store::Split::kValidation);
  const bool has_both = has_test && has_validation;
  const std::vector<int> fifth = dataset::StratifiedFolds(items, kJudging, seed);
  Parts parts;
  std::vector<size_t> places;
  std::vector<dataset::FrozenItem> rest;
  for (size_t i = 0; i < items.size(); ++i) {
    if (usable[i] == 0) continue;
    if (has_both && items[i].split == store::Split::kValidation) {
      parts.choosers.push_back(i);
    } else if (has_test || has_validation ? dataset::IsHeldOut(items[i].split) : fifth[i] == 0) {
      parts.judges.push_back(i);
    } else {
      places.push_back(i);
      rest.push_back(items[i]);
    }
  }
  const bool draws_choosers = !has_both && rest.size() >= kFewest * classes;
  const std::vector<int> tenth = dataset::StratifiedFolds(rest, kChoosing, seed + 1);
  for (size_t i = 0; i < rest.size(); ++i) {
    (draws_choosers && tenth[i] == 0 ? parts.choosers : parts.learners).push_back(places[i]);
  }
  return parts;
}

}  // namespace easel::training
