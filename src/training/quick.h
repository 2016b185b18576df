#pragma once

#include "base/options.h"
#include "base/progress.h"
#include "dataset/types.h"
#include "evaluation/report.h"
#include "graph/bundle.h"
#include "training/resources.h"

namespace easel::training {

/// An item of the report, and the fold that it was left out of (0 for all that were held out).
struct Judged {
  evaluation::Judgement judgement;
  int fold = 0;
};

struct TrainedModel {
  graph::Bundle bundle;
  evaluation::Report report;
  json::object summary;   ///< {"seconds","model":{"name","params","macs"},"metrics":{…},"phases":{…}}
  std::vector<Judged> judged;
  std::vector<Text> remarks;  ///< on how it was trained; whoever stores the report adds them to its remarks
};

/// A mode of training. `options` are those of TrainOptions().
using TrainFunction = Result<TrainedModel> (*)(const dataset::FrozenVersion& version, const OptionValues& options,
                                               const TrainingResources& resources, Progress& progress);

/// Quick mode. Each picture goes once through frozen pretrained networks in the shipping runtime; the features are cached;
/// a linear head is fitted on them with its regularisation chosen by cross-validation.
///
/// Evaluation: items that the user marked as validation (or test) are held out; otherwise, from kHeldOutItems on, a
/// stratified fifth is; with fewer, every item is judged by a head that never saw its fold, whose regularisation was chosen
/// without that fold too, and the shipped head learns from all. What is judged is always the bundle's graph in the shipping
/// runtime, resumed at the cached features, which is bit for bit what the whole bundle computes (checked on the golden
/// pictures of every training).
///
/// `options` are those of TrainOptions(). Without a time limit the result depends on data, seed and engine only. With one,
/// views of the pictures are added while the forecast says that they fit; where even the first does not, the model learns
/// from as many pictures as do, and the report says so.
Result<TrainedModel> TrainQuick(const dataset::FrozenVersion& version, const OptionValues& options,
                                const TrainingResources& resources, Progress& progress);

inline constexpr size_t kHeldOutItems = 5'000;

}  // namespace easel::training
