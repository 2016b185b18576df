#pragma once

#include <span>
#include <vector>

#include "evaluation/detection/types.h"

namespace easel::evaluation {

/// Area of the intersection divided by that of the union; 0 for boxes that do not meet.
double IntersectionOverUnion(const Box& a, const Box& b);
/// As COCO judges: of a crowd the found box's own area takes the place of the union.
double Overlap(const FoundBox& found, const TrueBox& truth);

/// Found boxes of a class are considered up to this many in a picture, the best ones (COCO's maxDets).
constexpr size_t kMaxFound = 100;

/// Areas of objects in square pixels, both ends included, as COCO divides them.
struct AreaRange {
  double low = 0;
  double high = 1e10;
};
constexpr AreaRange kAllAreas = {0, 1e10};
constexpr AreaRange kSmall = {0, 32.0 * 32};
constexpr AreaRange kMedium = {32.0 * 32, 96.0 * 96};
constexpr AreaRange kLarge = {96.0 * 96, 1e10};

/// A found box and what it was matched with.
struct Match {
  int found = 0;   ///< index into the picture's found boxes
  int truth = -1;  ///< index into its true boxes; -1: none
  double overlap = 0;
  bool ignored = false;  ///< counts neither as right nor as wrong
};

/// One class of one picture.
struct ClassMatches {
  std::vector<Match> matches;  ///< the best kMaxFound, by falling score
  std::vector<int> missed;     ///< true boxes that count and were not found
  int counting = 0;            ///< true boxes that count
};

/// Matches as COCO's evaluation does (Lin et al., "Microsoft COCO", 2014; pycocotools): from the best score
/// down, each found box takes the free true box of its class that it overlaps most, at least by `threshold`
/// (of equal ones the last), and an ignored one only when there is no other. True boxes outside of the range
/// are ignored, and so are unmatched found boxes. What is decided for a found box does not depend on those
/// with lower scores.
ClassMatches MatchClass(const JudgedPicture& picture, int label, double threshold, AreaRange areas);

/// The same for several thresholds; one result each.
std::vector<ClassMatches> MatchClass(const JudgedPicture& picture, int label,
                                     std::span<const double> thresholds, AreaRange areas);

}  // namespace easel::evaluation
