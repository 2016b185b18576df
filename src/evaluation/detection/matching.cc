#include "evaluation/detection/matching.h"

#include <algorithm>
#include <cmath>

namespace easel::evaluation {
namespace {

double Intersection(const Box& a, const Box& b) {
  const double width = std::fmin(a.right(), b.right()) - std::fmax(a.left, b.left);
  const double height = std::fmin(a.bottom(), b.bottom()) - std::fmax(a.top, b.top);
  return width <= 0 || height <= 0 ? 0 : width * height;
}

bool IsWithin(double area, AreaRange areas) { return area >= areas.low && area <= areas.high; }

/// Indices of the picture's boxes that take part, in the order in which they do.
struct Candidates {
  std::vector<int> found;
  std::vector<int> truth;        ///< the ignored ones last
  size_t counting = 0;           ///< of the truth
  std::vector<double> overlaps;  ///< [found][truth]
};

Candidates CandidatesOf(const JudgedPicture& picture, int label, AreaRange areas) {
  Candidates out;
  for (size_t i = 0; i < picture.found.size(); ++i) {
    if (picture.found[i].label == label) out.found.push_back(static_cast<int>(i));
  }
  std::ranges::stable_sort(out.found, std::ranges::greater(),
                           [&](int i) { return picture.found[static_cast<size_t>(i)].score; });
  if (out.found.size() > kMaxFound) out.found.resize(kMaxFound);
  for (size_t i = 0; i < picture.truth.size(); ++i) {
    if (picture.truth[i].label == label) out.truth.push_back(static_cast<int>(i));
  }
  const auto ignored = std::ranges::stable_partition(out.truth, [&](int i) {
    const TrueBox& truth = picture.truth[static_cast<size_t>(i)];
    return !truth.ignored() && IsWithin(truth.box.area(), areas);
  });
  out.counting = static_cast<size_t>(ignored.begin() - out.truth.begin());
  for (const int found : out.found) {
    for (const int truth : out.truth) {
      out.overlaps.push_back(
          Overlap(picture.found[static_cast<size_t>(found)], picture.truth[static_cast<size_t>(truth)]));
    }
  }
  return out;
}

ClassMatches MatchCandidates(const JudgedPicture& picture, const Candidates& candidates, double threshold,
                             AreaRange areas) {
  ClassMatches out;
  out.counting = static_cast<int>(candidates.counting);
  std::vector<bool> taken(candidates.truth.size(), false);
  for (size_t f = 0; f < candidates.found.size(); ++f) {
    double best = std::min(threshold, 1 - 1e-10);
    size_t match = candidates.truth.size();
    for (size_t t = 0; t < candidates.truth.size(); ++t) {
      if (taken[t] && !picture.truth[static_cast<size_t>(candidates.truth[t])].crowd) continue;
      if (match < candidates.counting && t >= candidates.counting) break;
      const double overlap = candidates.overlaps[f * candidates.truth.size() + t];
      if (overlap < best) continue;
      best = overlap;
      match = t;
    }
    Match& told = out.matches.emplace_back();
    told.found = candidates.found[f];
    if (match < candidates.truth.size()) {
      taken[match] = true;
      told.truth = candidates.truth[match];
      told.overlap = best;
      told.ignored = match >= candidates.counting;
    } else {
      told.ignored = !IsWithin(picture.found[static_cast<size_t>(told.found)].box.area(), areas);
    }
  }
  for (size_t t = 0; t < candidates.counting; ++t) {
    if (!taken[t]) out.missed.push_back(candidates.truth[t]);
  }
  return out;
}

}  // namespace

double IntersectionOverUnion(const Box& a, const Box& b) {
  const double intersection = Intersection(a, b);
  return intersection == 0 ? 0 : intersection / (a.area() + b.area() - intersection);
}

double Overlap(const FoundBox& found, const TrueBox& truth) {
  if (!truth.crowd) return IntersectionOverUnion(found.box, truth.box);
  const double intersection = Intersection(found.box, truth.box);
  return intersection == 0 ? 0 : intersection / found.box.area();
}

ClassMatches MatchClass(const JudgedPicture& picture, int label, double threshold, AreaRange areas) {
  return MatchCandidates(picture, CandidatesOf(picture, label, areas), threshold, areas);
}

std::vector<ClassMatches> MatchClass(const JudgedPicture& picture, int label,
                                     std::span<const double> thresholds, AreaRange areas) {
  const Candidates candidates = CandidatesOf(picture, label, areas);
  std::vector<ClassMatches> out;
  for (const double threshold : thresholds)
    out.push_back(MatchCandidates(picture, candidates, threshold, areas));
  return out;
}

}  // namespace easel::evaluation
