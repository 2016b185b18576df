#include "training/combination.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace easel::training {
namespace {

/// The cross entropy of every item.
std::vector<double> LossesOf(const std::vector<std::vector<float>>& first,
                             const std::vector<std::vector<float>>& second, const std::vector<int>& labels,
                             const Combination& c) {
  std::vector<double> losses;
  std::vector<double> logits;
  for (size_t i = 0; i < labels.size(); ++i) {
    logits.clear();
    for (size_t k = 0; k < first[i].size(); ++k)
      logits.push_back(c.first * first[i][k] + c.second * second[i][k]);
    const double most = std::ranges::max(logits);
    double total = 0;
    for (const double logit : logits) total += std::exp(logit - most);
    losses.push_back(most + std::log(total) - logits[static_cast<size_t>(labels[i])]);
  }
  return losses;
}

double Mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Whether the mean of `less` is below that of `more` by kErrors standard errors of the paired differences.
bool IsSurelyLess(const std::vector<double>& less, const std::vector<double>& more) {
  constexpr double kErrors = 2;
  std::vector<double> gains;
  for (size_t i = 0; i < less.size(); ++i) gains.push_back(more[i] - less[i]);
  const double gain = Mean(gains);
  for (double& value : gains) value = (value - gain) * (value - gain);
  const auto count = static_cast<double>(gains.size());
  return gain > kErrors * std::sqrt(Mean(gains) / std::max(1.0, count - 1));
}

}  // namespace

Combination Combination::Choose(const std::vector<std::vector<float>>& first,
                                const std::vector<std::vector<float>>& second,
                                const std::vector<int>& labels) {
  constexpr std::array kScales = {0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0};
  constexpr int kShares = 10;
  struct Candidate {
    Combination combination;
    std::vector<double> losses;
  };
  const auto best_of = [&](int least_share, int most_share) {
    Candidate best{{1, 0, std::numeric_limits<double>::infinity()}, {}};
    for (int share = least_share; share <= most_share; ++share) {
      for (const double scale : kScales) {
        Combination one{scale * (kShares - share) / kShares, scale * share / kShares, 0};
        std::vector<double> losses = LossesOf(first, second, labels, one);
        one.loss = Mean(losses);
        if (one.loss < best.combination.loss) best = {one, std::move(losses)};
      }
    }
    return best;
  };
  // The scale alone makes scores surer or less sure: the second has to be better than that.
  const Candidate alone = best_of(0, 0);
  const Candidate both = best_of(1, kShares);
  return IsSurelyLess(both.losses, alone.losses) ? both.combination : alone.combination;
}

graph::ValueId BuildSum(graph::GraphBuilder& builder, const std::string& name,
                        const std::vector<graph::ValueId>& logits, const std::vector<double>& weights) {
  const auto classes = static_cast<size_t>(builder.ShapeOf(logits.front()).back());
  const size_t row = logits.size() * classes;
  std::vector<float> weight(classes * row);
  for (size_t k = 0; k < classes; ++k) {
    for (size_t i = 0; i < logits.size(); ++i)
      weight[k * row + i * classes + k] = static_cast<float>(weights[i]);
  }
  const graph::ValueId all =
      logits.size() == 1 ? logits.front() : builder.Apply(name + " summands", graph::Concat{}, logits);
  const graph::ValueId constant = builder.Constant(
      name + ".weight", {static_cast<int64_t>(classes), static_cast<int64_t>(row)}, std::move(weight));
  return builder.Apply(name, graph::FullyConnected{}, {all, constant});
}

graph::ValueId BuildCombination(graph::GraphBuilder& builder, graph::ValueId first, graph::ValueId second,
                                const Combination& combination) {
  const graph::ValueId sum =
      BuildSum(builder, "combined", {first, second}, {combination.first, combination.second});
  return builder.Apply("combined scores", graph::Softmax{}, {sum});
}

}  // namespace easel::training
