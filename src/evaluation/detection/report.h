#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "evaluation/detection/average_precision.h"
#include "evaluation/detection/judge.h"
#include "evaluation/detection/threshold.h"

namespace easel::evaluation {

/// What the verify page shows of a detector. The document is the API's DetectionReport (api/openapi.yaml),
/// but for the remarks, which are in both languages: Localise (base/json.h) chooses one.
struct DetectionReport {
  bool held_out = false;  ///< judged on pictures that the user put aside for that, else on files given later
  std::vector<std::string> classes;
  std::vector<JudgedCandidate> pictures;
  DetectionMetrics metrics;
  double threshold = 0.5;     ///< the recommended one
  ThresholdMetrics at;        ///< all classes together there
  std::vector<Text> remarks;  ///< why it is as it is, and what would help

  json::object Store() const;
  /// {"map50", "map50_95", …, "precision", "recall", "f1"}: of the command-line contract.
  json::object MetricsToJson() const;
};

/// Draws up the report of judged pictures. With no `threshold` the recommended one is that of the best F1 on
/// these pictures.
DetectionReport MakeDetectionReport(bool held_out, std::vector<std::string> classes,
                                    std::vector<JudgedCandidate> pictures, std::optional<double> threshold);

}  // namespace easel::evaluation
