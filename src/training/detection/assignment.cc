#include "training/detection/assignment.h"

#include <algorithm>

namespace easel::training {
namespace {

constexpr size_t kPlacesPerBox = 10;
constexpr float kLeastQuality = 0.3F;  // promised at the beginning, when nothing overlaps yet
constexpr float kTiny = 1e-9F;         // of the picture; keeps quotients finite

struct Candidate {
  size_t place;
  float merit;
  float overlap;
};

float OverlapOf(std::span<const float> a, const ViewBox& b) {
  const float width = std::min(a[2], b.right) - std::max(a[0], b.left);
  const float height = std::min(a[3], b.bottom) - std::max(a[1], b.top);
  if (width <= 0 || height <= 0) return 0;
  const float both = width * height;
  const float either = (a[2] - a[0]) * (a[3] - a[1]) + (b.right - b.left) * (b.bottom - b.top) - both;
  return both / (either + kTiny);
}

size_t NearestFinest(const Findings& findings, const ViewBox& box) {
  const Point centre = {(box.left + box.right) / 2, (box.top + box.bottom) / 2};
  const auto finest = findings.middles.first(findings.finest);
  const auto nearest = std::ranges::min_element(finest, {}, [&](Point middle) {
    const float x = middle.x - centre.x;
    const float y = middle.y - centre.y;
    return x * x + y * y;
  });
  return static_cast<size_t>(nearest - finest.begin());
}

/// The best first.
std::vector<Candidate> CandidatesFor(const ViewBox& box, const Findings& findings) {
  std::vector<Candidate> candidates;
  const auto consider = [&](size_t place) {
    const float overlap = OverlapOf(findings.corners.subspan(4 * place, 4), box);
    const float cube = overlap * overlap * overlap;
    const float score = findings.scores[place * findings.classes + static_cast<size_t>(box.label)];
    if (const float merit = score * cube * cube; merit > 0) candidates.push_back({place, merit, overlap});
  };
  bool holds_finest = false;
  for (size_t place = 0; place < findings.middles.size(); ++place) {
    if (!IsInside(findings.middles[place], box)) continue;
    holds_finest |= place < findings.finest;
    consider(place);
  }
  if (!holds_finest) consider(NearestFinest(findings, box));
  const size_t kept = std::min(kPlacesPerBox, candidates.size());
  std::ranges::partial_sort(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(kept),
                            [](const Candidate& a, const Candidate& b) {
                              return a.merit != b.merit ? a.merit > b.merit : a.place < b.place;
                            });
  candidates.resize(kept);
  return candidates;
}

}  // namespace

bool IsInside(Point point, const ViewBox& box) {
  return point.x > box.left && point.x < box.right && point.y > box.top && point.y < box.bottom;
}

std::vector<Answer> AssignPlaces(const Findings& findings, std::span<const ViewBox> boxes) {
  struct Wish {
    Answer answer;
    float overlap;
  };
  std::vector<Wish> wishes;
  for (size_t box = 0; box < boxes.size(); ++box) {
    const std::vector<Candidate> candidates = CandidatesFor(boxes[box], findings);
    if (candidates.empty()) continue;
    const float reach =
        std::max(kLeastQuality, std::ranges::max(candidates, {}, &Candidate::overlap).overlap);
    for (const Candidate& candidate : candidates) {
      const float quality = candidate.merit / candidates.front().merit * reach;
      wishes.push_back({{candidate.place, box, quality}, candidate.overlap});
    }
  }
  std::ranges::sort(wishes, [](const Wish& a, const Wish& b) {
    if (a.answer.place != b.answer.place) return a.answer.place < b.answer.place;
    return a.overlap != b.overlap ? a.overlap > b.overlap : a.answer.box < b.answer.box;
  });
  std::vector<Answer> answers;
  for (const Wish& wish : wishes) {
    if (answers.empty() || answers.back().place != wish.answer.place) answers.push_back(wish.answer);
  }
  return answers;
}

}  // namespace easel::training
