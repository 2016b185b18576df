#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace easel::evaluation {

/// A proportion with its 95 % interval (Wilson score, Wilson 1927).
struct Interval {
  double low = 0;
  double high = 1;
};
Interval WilsonInterval(int64_t successes, int64_t trials);

struct ClassMetrics {
  std::string name;
  double precision = 0;  ///< 0 when nothing was predicted as this class
  double recall = 0;
  double f1 = 0;
  int64_t support = 0;  ///< items of this class
  Interval recall_interval;
};

/// The quality of a classifier on items with known labels; definitions as scikit-learn's (zero_division = 0).
struct ClassificationMetrics {
  int64_t items = 0;
  double accuracy = 0;
  Interval accuracy_interval;
  double macro_precision = 0;  ///< means over the classes with support or predictions, as scikit-learn
  double macro_recall = 0;
  double macro_f1 = 0;
  double log_loss = 0;  ///< natural logarithm, probabilities clipped at 1e-15
  std::vector<ClassMetrics> per_class;
  std::vector<std::vector<int64_t>> confusion;  ///< [true class][predicted class]

  /// The "items", "metrics", "per_class", "confusion" of the command-line contract.
  json::object ToJson() const;
};

/// `scores[i]` has one probability per class; the prediction is the first maximum. `labels[i]` is the true
/// class.
ClassificationMetrics Measure(const std::vector<std::string>& classes,
                              const std::vector<std::vector<float>>& scores, const std::vector<int>& labels);

}  // namespace easel::evaluation
