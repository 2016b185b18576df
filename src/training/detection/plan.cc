#include "training/detection/plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/median.h"
#include "dataset/folds.h"
#include "graph/zoo/detector/mobilenet_ssd.h"

namespace easel::training {
namespace {

constexpr int kStride = 32;                 // of the smallest map
constexpr int kSide = 368;                  // of a square with the picture's pixels
constexpr int kLargeSide = 480;             // with time enough
constexpr double kLargeSeconds = 0.3;       // a picture, of the time limit, that this takes on two cores …
constexpr double kFewestLargeSeconds = 60;  // … and in all
constexpr int kViews = 8;
constexpr int kFewestEpochs = 12;
constexpr int kMostEpochs = 120;
constexpr size_t kLooks = 8'000;   // at pictures, in all, without a time limit
constexpr int kPatientFactor = 2;  // as many epochs, where a time limit allows them

int Rounded(double pixels) {
  return std::max(kStride, static_cast<int>(std::lround(pixels / kStride)) * kStride);
}

/// Width by height in the middle of all pictures.
double Proportion(const dataset::FrozenVersion& version) {
  std::vector<double> proportions;
  for (const dataset::FrozenItem& item : version.items) {
    if (item.width > 0 && item.height > 0)
      proportions.push_back(static_cast<double>(item.width) / static_cast<double>(item.height));
  }
  if (proportions.empty()) return 1;
  return std::clamp(Median(std::move(proportions)), 0.5, 2.0);
}

}  // namespace

DetectionPlan DetectionPlan::From(const OptionValues& options, const dataset::FrozenVersion& version) {
  DetectionPlan plan;
  plan.network = options.Text("network");
  plan.is_full = options.Text("mode") == "full";
  if (plan.network == "auto") plan.network = "efficientnet-lite0";
  const size_t items = std::max<size_t>(version.items.size(), 1);
  const double enough = std::max(kFewestLargeSeconds, kLargeSeconds * static_cast<double>(items));
  const bool has_time = options.Has("time-limit") && options.Number("time-limit") >= enough;
  if (plan.network == "mobilenet-ssd") {
    plan.width = plan.height = graph::kSsdSide;
  } else {
    const double side = options.Has("side") ? static_cast<double>(options.Integer("side"))
                        : has_time          ? kLargeSide
                                            : kSide;
    const double stretch = std::sqrt(Proportion(version));
    plan.width = Rounded(side * stretch);
    plan.height = Rounded(side / stretch);
  }
  plan.views = kViews;
  plan.epochs = std::clamp(static_cast<int>(kLooks / items), kFewestEpochs, kMostEpochs);
  if (options.Has("time-limit")) plan.epochs *= kPatientFactor;
  if (options.Has("epochs")) plan.epochs = static_cast<int>(options.Integer("epochs"));
  plan.rate = 0.01;
  plan.mosaics = 0.1;
  plan.seed = static_cast<uint64_t>(options.Integer("seed"));
  return plan;
}

media::ImageTransform DetectionPlan::Transform() const {
  media::ImageTransform transform;
  transform.width = width;
  transform.height = height;
  transform.decode_min_side = std::max(transform.decode_min_side, std::min(width, height));
  return transform;
}

json::object DetectionPlan::ToJson() const {
  return {{"network", network}, {"full", is_full}, {"width", width},     {"height", height}, {"views", views},
          {"epochs", epochs},   {"rate", rate},    {"mosaics", mosaics}, {"seed", seed}};
}

DetectionParts DivideBoxed(const std::vector<dataset::FrozenItem>& items, const std::vector<char>& usable,
                           uint64_t seed) {
  constexpr int kFolds = 5;
  DetectionParts parts;
  const bool is_marked = std::ranges::any_of(
      items, [](const dataset::FrozenItem& item) { return dataset::IsHeldOut(item.split); });
  std::vector<int> folds;
  if (!is_marked) folds = dataset::StratifiedFolds(items, kFolds, seed);
  for (size_t i = 0; i < items.size(); ++i) {
    if (usable[i] == 0) continue;
    const bool judges = is_marked ? dataset::IsHeldOut(items[i].split) : folds[i] == 0;
    (judges ? parts.judges : parts.learners).push_back(i);
  }
  return parts;
}

}  // namespace easel::training
