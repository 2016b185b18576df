#include "training/combination.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace easel::training {
namespace {

double MeanLoss(const std::vector<std::vector<float>>& first, const std::vector<std::vector<float>>& second,
                const std::vector<int>& labels, const Combination& c) {
  double sum = 0;
  std::vector<double> logits;
  for (size_t i = 0; i < labels.size(); ++i) {
    logits.clear();
    for (size_t k = 0; k < first[i].size(); ++k)
      logits.push_back(c.first * first[i][k] + c.second * second[i][k]);
    const double most = std::ranges::max(logits);
    double total = 0;
    for (const double logit : logits) total += std::exp(logit - most);
    sum += most + std::log(total) - logits[static_cast<size_t>(labels[i])];
  }
  return sum / static_cast<double>(labels.size());
}

}  // namespace

Combination Combination::Choose(const std::vector<std::vector<float>>& first,
                                const std::vector<std::vector<float>>& second,
                                const std::vector<int>& labels) {
  constexpr std::array kScales = {0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0};
  constexpr int kShares = 10;
  constexpr double kLeastGain = 0.005;
  // The scale alone makes scores surer or less sure: the second has to be better than that.
  Combination best{1, 0, std::numeric_limits<double>::infinity()};
  for (int share = 0; share <= kShares; ++share) {
    for (const double scale : kScales) {
      Combination one{scale * (kShares - share) / kShares, scale * share / kShares, 0};
      one.loss = MeanLoss(first, second, labels, one);
      if (one.loss < best.loss - (share > 0 && best.second == 0 ? kLeastGain : 0)) best = one;
    }
  }
  return best;
}

graph::ValueId BuildCombination(graph::GraphBuilder& builder, graph::ValueId first, graph::ValueId second,
                                const Combination& combination) {
  const int64_t classes = builder.ShapeOf(first).back();
  std::vector<float> weight(static_cast<size_t>(2 * classes * classes));
  for (int64_t k = 0; k < classes; ++k) {
    weight[static_cast<size_t>(k * 2 * classes + k)] = static_cast<float>(combination.first);
    weight[static_cast<size_t>(k * 2 * classes + classes + k)] = static_cast<float>(combination.second);
  }
  const graph::ValueId both = builder.Apply("both", graph::Concat{}, {first, second});
  const graph::ValueId weights =
      builder.Constant("combination.weight", {classes, 2 * classes}, std::move(weight));
  const graph::ValueId logits = builder.Apply("combined", graph::FullyConnected{}, {both, weights});
  return builder.Apply("combined scores", graph::Softmax{}, {logits});
}

}  // namespace easel::training
