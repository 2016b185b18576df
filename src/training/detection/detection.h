#pragma once

#include "base/options.h"
#include "base/progress.h"
#include "dataset/types.h"
#include "evaluation/detection/report.h"
#include "graph/bundle.h"
#include "training/resources.h"

namespace easel::training {

struct TrainedDetector {
  graph::Bundle bundle;
  evaluation::DetectionReport report;
  json::object summary;  ///< as TrainedModel's, metrics are map50, map50_95 …
};

/// Trains a detector on labelled boxes. Quick mode: a pretrained backbone that stays as it is looks once at
/// some views of every picture, and the pyramid and its heads learn from that. Full mode: everything learns.
///
/// The report is about the pictures that did not learn (DivideBoxed), judged by the bundle itself; the
/// recommended threshold is that of the best F1 on them. The model finds twice as many boxes in a picture as
/// any that learnt has, 100 to 1,000. With a time limit there are as many views and epochs as a forecast
/// allows, with little memory as many views as fit; otherwise the result depends on data, options, seed and
/// engine only. The run is kept in `resources.checkpoints`, as in full mode of classification, and goes on
/// with the views and epochs with which it began. kBadInput "no-boxes" when nobody who learns has one;
/// kResources "time-limit-too-short", "too-many-pictures"; "network-needs-full-mode" (kUsage).
Result<TrainedDetector> TrainDetector(const dataset::FrozenVersion& version, const OptionValues& options,
                                      const TrainingResources& resources, Progress& progress);

}  // namespace easel::training
