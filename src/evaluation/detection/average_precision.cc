#include "evaluation/detection/average_precision.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace easel::evaluation {
namespace {

constexpr size_t kRecalls = 101;

/// The overlaps as numpy.linspace(0.5, 0.95, 10) rounds them, which decides ties.
std::array<double, 10> Thresholds() {
  std::array<double, 10> out;
  const double step = (0.95 - 0.5) / 9;
  for (size_t i = 0; i < 10; ++i) out[i] = static_cast<double>(i) * step + 0.5;
  out[9] = 0.95;
  return out;
}

/// The found boxes of all pictures that count, and whether each is right.
struct Ranking {
  struct Entry {
    double score = 0;
    bool right = false;
  };
  std::vector<Entry> entries;
  int64_t counting = 0;

  void Add(const JudgedPicture& picture, const ClassMatches& matches) {
    counting += matches.counting;
    for (const Match& match : matches.matches) {
      if (!match.ignored)
        entries.push_back({picture.found[static_cast<size_t>(match.found)].score, match.truth >= 0});
    }
  }
};

AveragePrecision Average(Ranking ranking) {
  if (ranking.counting == 0) return std::nullopt;
  std::ranges::stable_sort(ranking.entries, std::ranges::greater(), &Ranking::Entry::score);
  std::vector<double> recalls;
  std::vector<double> precisions;
  double right = 0;
  double wrong = 0;
  for (const Ranking::Entry& entry : ranking.entries) {
    (entry.right ? right : wrong) += 1;
    recalls.push_back(right / static_cast<double>(ranking.counting));
    precisions.push_back(right / (wrong + right + std::numeric_limits<double>::epsilon()));
  }
  for (size_t i = precisions.size(); i-- > 1;) precisions[i - 1] = std::max(precisions[i - 1], precisions[i]);
  double sum = 0;
  for (size_t r = 0; r < kRecalls; ++r) {
    const double recall = r + 1 == kRecalls ? 1.0 : static_cast<double>(r) * 0.01;
    const size_t at = static_cast<size_t>(std::ranges::lower_bound(recalls, recall) - recalls.begin());
    if (at == precisions.size()) break;
    sum += precisions[at];
  }
  return sum / kRecalls;
}

/// The mean of those that there are.
AveragePrecision Mean(std::span<const AveragePrecision> values) {
  double sum = 0;
  int count = 0;
  for (const AveragePrecision& value : values) {
    if (!value) continue;
    sum += *value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

/// Average precision of a class at each overlap.
struct ClassResult {
  int64_t support = 0;
  std::vector<AveragePrecision> at;
};

ClassResult MeasureClass(std::span<const JudgedPicture> pictures, int label, AreaRange areas) {
  const std::array<double, 10> thresholds = Thresholds();
  std::vector<Ranking> rankings(thresholds.size());
  for (const JudgedPicture& picture : pictures) {
    const std::vector<ClassMatches> matches = MatchClass(picture, label, thresholds, areas);
    for (size_t t = 0; t < thresholds.size(); ++t) rankings[t].Add(picture, matches[t]);
  }
  ClassResult out{rankings[0].counting, {}};
  for (Ranking& ranking : rankings) out.at.push_back(Average(std::move(ranking)));
  return out;
}

AveragePrecision MeanOfAreas(std::span<const JudgedPicture> pictures, int classes, AreaRange areas) {
  std::vector<AveragePrecision> values;
  for (int label = 0; label < classes; ++label)
    values.push_back(Mean(MeasureClass(pictures, label, areas).at));
  return Mean(values);
}

}  // namespace

DetectionMetrics MeasureDetection(std::span<const JudgedPicture> pictures, int classes) {
  DetectionMetrics out;
  std::vector<AveragePrecision> at50;
  std::vector<AveragePrecision> all;
  for (int label = 0; label < classes; ++label) {
    const ClassResult result = MeasureClass(pictures, label, kAllAreas);
    out.per_class.push_back({result.support, result.at[0], Mean(result.at)});
    at50.push_back(out.per_class.back().ap50);
    all.push_back(out.per_class.back().ap);
  }
  out.map50 = Mean(at50);
  out.map = Mean(all);
  out.map_small = MeanOfAreas(pictures, classes, kSmall);
  out.map_medium = MeanOfAreas(pictures, classes, kMedium);
  out.map_large = MeanOfAreas(pictures, classes, kLarge);
  return out;
}

}  // namespace easel::evaluation
