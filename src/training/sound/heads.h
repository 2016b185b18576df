#pragma once

#include <vector>

#include "base/progress.h"
#include "training/head.h"
#include "training/scaling.h"

namespace easel::training {

/// A linear head on some of the views.
struct SoundHead {
  std::vector<size_t> views;  ///< rising
  Scaling scaling;
  LinearHead head;
  double lambda = 0;
};

/// What heads learn from: some of the rows of the views' features.
struct HeadLesson {
  std::vector<Eigen::Index> rows;
  std::vector<int> labels;     ///< of each, as the next two
  std::vector<float> weights;  ///< how often it counts
  std::vector<int> folds;      ///< in [0, count); -1: every fold learns from it
  int count = 0;               ///< of folds
  int classes = 0;
};

/// The head to ship, and those that judge.
struct SoundHeads {
  SoundHead shipped;  ///< learnt from all
  std::vector<SoundHead>
      folds;  ///< each has not learnt from its fold; its views and λ were chosen without it, too
};

/// Fits heads on every single view, and on all of them together, along the grid of λ; what is best by
/// cross-validation is taken. `features`: per view, all rows. `blocks`: per view. kCancelled.
Result<SoundHeads> FitSoundHeads(const std::vector<Matrix>& features,
                                 const std::vector<std::vector<FeatureBlock>>& blocks,
                                 const HeadLesson& lesson, int threads, Progress& progress);

/// A head's logits of a row of the views' features.
std::vector<float> LogitsOf(const SoundHead& head, const std::vector<Matrix>& features, Eigen::Index row);

}  // namespace easel::training
