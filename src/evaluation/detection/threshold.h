#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evaluation/detection/matching.h"

namespace easel::evaluation {

/// What the detector is worth when boxes with lower scores than `threshold` are not shown. A found box is
/// right when it overlaps a true one of its class by half (MatchClass at 0.5, all areas).
struct ThresholdMetrics {
  double threshold = 0;
  int64_t right = 0;
  int64_t wrong = 0;
  int64_t missed = 0;

  double precision() const;  ///< right among those shown; 0 when none is
  double recall() const;     ///< right among those to be found; 0 when there is none
  double f1() const;         ///< harmonic mean of both
};

/// Quality by threshold: one point per distinct score of a found box that counts, from the highest down.
class PrecisionRecallCurve {
 public:
  /// Of one class, or of all classes together (nullopt): each box counts the same.
  PrecisionRecallCurve(std::span<const JudgedPicture> pictures, int classes, std::optional<int> label = {});

  const std::vector<ThresholdMetrics>& points() const { return points_; }
  /// At any threshold.
  ThresholdMetrics At(double threshold) const;
  /// The point of the best F1, of equal ones that of the highest threshold; nullopt when nothing right was
  /// found.
  std::optional<ThresholdMetrics> Best() const;

 private:
  int64_t to_find_ = 0;
  std::vector<ThresholdMetrics> points_;
};

/// The boxes of one picture at a threshold, to be drawn.
struct PictureOutcome {
  std::vector<Match> right;
  std::vector<Match> wrong;    ///< matched with nothing
  std::vector<Match> ignored;  ///< on a difficult object or in a crowd
  std::vector<int> missed;     ///< indices of true boxes, by class
};
PictureOutcome JudgePicture(const JudgedPicture& picture, int classes, double threshold);

}  // namespace easel::evaluation
