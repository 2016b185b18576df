#include "evaluation/detection/threshold.h"

#include <algorithm>

namespace easel::evaluation {
namespace {

constexpr double kHalf = 0.5;

double Ratio(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double ThresholdMetrics::precision() const { return Ratio(right, right + wrong); }
double ThresholdMetrics::recall() const { return Ratio(right, right + missed); }
double ThresholdMetrics::f1() const { return Ratio(2 * right, 2 * right + wrong + missed); }

PrecisionRecallCurve::PrecisionRecallCurve(std::span<const JudgedPicture> pictures, int classes,
                                           std::optional<int> label) {
  struct Entry {
    double score = 0;
    bool right = false;
  };
  std::vector<Entry> entries;
  for (const JudgedPicture& picture : pictures) {
    for (int c = label.value_or(0); c < (label ? *label + 1 : classes); ++c) {
      const ClassMatches matches = MatchClass(picture, c, kHalf, kAllAreas);
      to_find_ += matches.counting;
      for (const Match& match : matches.matches) {
        if (!match.ignored)
          entries.push_back({picture.found[static_cast<size_t>(match.found)].score, match.truth >= 0});
      }
    }
  }
  std::ranges::sort(entries, std::ranges::greater(), &Entry::score);
  ThresholdMetrics sum{0, 0, 0, to_find_};
  for (size_t i = 0; i < entries.size(); ++i) {
    sum.threshold = entries[i].score;
    sum.right += entries[i].right;
    sum.wrong += !entries[i].right;
    sum.missed -= entries[i].right;
    if (i + 1 == entries.size() || entries[i + 1].score < entries[i].score) points_.push_back(sum);
  }
}

ThresholdMetrics PrecisionRecallCurve::At(double threshold) const {
  const auto below = std::ranges::partition_point(
      points_, [&](const ThresholdMetrics& point) { return point.threshold >= threshold; });
  ThresholdMetrics out = below == points_.begin() ? ThresholdMetrics{0, 0, 0, to_find_} : *std::prev(below);
  out.threshold = threshold;
  return out;
}

std::optional<ThresholdMetrics> PrecisionRecallCurve::Best() const {
  const auto best = std::ranges::max_element(points_, {}, &ThresholdMetrics::f1);  // the first of equal ones
  if (best == points_.end() || best->right == 0) return std::nullopt;
  return *best;
}

PictureOutcome JudgePicture(const JudgedPicture& picture, int classes, double threshold) {
  JudgedPicture shown{picture.truth, {}};
  std::vector<int> original;
  for (size_t i = 0; i < picture.found.size(); ++i) {
    if (picture.found[i].score < threshold) continue;
    shown.found.push_back(picture.found[i]);
    original.push_back(static_cast<int>(i));
  }
  PictureOutcome out;
  for (int label = 0; label < classes; ++label) {
    const ClassMatches matches = MatchClass(shown, label, kHalf, kAllAreas);
    for (Match match : matches.matches) {
      match.found = original[static_cast<size_t>(match.found)];
      (match.ignored ? out.ignored : match.truth >= 0 ? out.right : out.wrong).push_back(match);
    }
    out.missed.insert(out.missed.end(), matches.missed.begin(), matches.missed.end());
  }
  return out;
}

}  // namespace easel::evaluation
