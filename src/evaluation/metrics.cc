#include "evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace easel::evaluation {
namespace {

double Ratio(int64_t part, int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double LogLoss(float score) { return -std::log(std::clamp(static_cast<double>(score), 1e-15, 1 - 1e-15)); }

}  // namespace

Interval WilsonInterval(int64_t successes, int64_t trials) {
  if (trials == 0) return {};
  constexpr double kZ = 1.959963984540054;  // the 97.5 % quantile of the normal distribution
  const double n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double scale = 1 + kZ * kZ / n;
  const double centre = (p + kZ * kZ / (2 * n)) / scale;
  const double half = kZ / scale * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

ClassificationMetrics Measure(const std::vector<std::string>& classes,
                              const std::vector<std::vector<float>>& scores, const std::vector<int>& labels) {
  const size_t count = classes.size();
  ClassificationMetrics out;
  out.items = static_cast<int64_t>(labels.size());
  out.confusion.assign(count, std::vector<int64_t>(count, 0));
  double loss = 0;
  int64_t correct = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto label = static_cast<size_t>(labels[i]);
    const auto predicted = static_cast<size_t>(std::ranges::max_element(scores[i]) - scores[i].begin());
    ++out.confusion[label][predicted];
    correct += label == predicted;
    loss += LogLoss(scores[i][label]);
  }
  out.accuracy = Ratio(correct, out.items);
  out.accuracy_interval = WilsonInterval(correct, out.items);
  out.log_loss = labels.empty() ? 0 : loss / static_cast<double>(labels.size());

  int64_t present = 0;
  for (size_t c = 0; c < count; ++c) {
    const int64_t hits = out.confusion[c][c];
    const int64_t support = std::accumulate(out.confusion[c].begin(), out.confusion[c].end(), int64_t{0});
    int64_t predicted = 0;
    for (const std::vector<int64_t>& row : out.confusion) predicted += row[c];
    out.per_class.push_back({.name = classes[c],
                             .precision = Ratio(hits, predicted),
                             .recall = Ratio(hits, support),
                             .f1 = Ratio(2 * hits, predicted + support),
                             .support = support,
                             .recall_interval = WilsonInterval(hits, support)});
    if (support + predicted == 0) continue;
    ++present;
    out.macro_precision += out.per_class.back().precision;
    out.macro_recall += out.per_class.back().recall;
    out.macro_f1 += out.per_class.back().f1;
  }
  if (present > 0) {
    out.macro_precision /= static_cast<double>(present);
    out.macro_recall /= static_cast<double>(present);
    out.macro_f1 /= static_cast<double>(present);
  }
  return out;
}

json::object ClassificationMetrics::ToJson() const {
  json::array rows;
  for (const ClassMetrics& row : per_class) {
    rows.push_back(json::object{{"name", row.name},
                                {"precision", row.precision},
                                {"recall", row.recall},
                                {"f1", row.f1},
                                {"support", row.support},
                                {"recall_low", row.recall_interval.low},
                                {"recall_high", row.recall_interval.high}});
  }
  return {{"items", items},
          {"metrics",
           {{"accuracy", accuracy},
            {"accuracy_low", accuracy_interval.low},
            {"accuracy_high", accuracy_interval.high},
            {"macro_precision", macro_precision},
            {"macro_recall", macro_recall},
            {"macro_f1", macro_f1},
            {"log_loss", log_loss}}},
          {"per_class", std::move(rows)},
          {"confusion", json::value_from(confusion)}};
}

}  // namespace easel::evaluation
