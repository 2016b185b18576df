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
/// recommended threshold is that of the best F1 on them. With a time limit there are as many views and epochs
/// as a forecast allows, otherwise the result depends on data, options, seed and engine only. The run is kept
/// in `resources.checkpoints`, as in full mode of classification. kBadInput "no-boxes" when nobody who learns
/// has one; "time-limit-too-short"; "network-needs-full-mode" (kUsage).
Result<TrainedDetector> TrainDetector(const dataset::FrozenVersion& version, const OptionValues& options,
                                      const TrainingResources& resources, Progress& progress);

}  // namespace easel::training
