#include "evaluation/label_errors.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace easel::evaluation {
namespace {

/// Per class the mean score of it over the items that are labelled so; out of reach where there are none.
std::vector<double> SelfConfidence(const std::vector<std::vector<float>>& scores,
                                   const std::vector<int>& labels) {
  std::vector<double> sums(scores.front().size(), 0);
  std::vector<int64_t> counts(sums.size(), 0);
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto label = static_cast<size_t>(labels[i]);
    sums[label] += static_cast<double>(scores[i][label]);
    ++counts[label];
  }
  for (size_t c = 0; c < sums.size(); ++c) {
    sums[c] =
        counts[c] > 0 ? sums[c] / static_cast<double>(counts[c]) : std::numeric_limits<double>::infinity();
  }
  return sums;
}

}  // namespace

std::vector<LabelError> FindLabelErrors(const std::vector<std::vector<float>>& scores,
                                        const std::vector<int>& labels) {
  if (labels.empty()) return {};
  const std::vector<double> thresholds = SelfConfidence(scores, labels);
  std::vector<LabelError> errors;
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto best = std::ranges::max_element(scores[i]);
    const auto likely = static_cast<size_t>(best - scores[i].begin());
    const auto label = static_cast<size_t>(labels[i]);
    const double score = *best;
    if (likely == label || score < thresholds[likely]) continue;
    errors.push_back({i, static_cast<int>(likely), score - static_cast<double>(scores[i][label])});
  }
  std::ranges::stable_sort(errors, std::ranges::greater(), &LabelError::margin);
  return errors;
}

}  // namespace easel::evaluation
