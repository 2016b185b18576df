#pragma once

#include <vector>

#include "base/text.h"
#include "training/sound/clips.h"

namespace easel::training {

/// Who learns, who judges, and how the learners are cut into folds: places of clips.
struct SoundDivision {
  std::vector<size_t> learners;
  std::vector<int> folds;      ///< of each learner, in [0, count); -1: it always learns
  int count = 0;               ///< of folds
  std::vector<size_t> judges;  ///< held out of everything; empty: the folds judge
  std::vector<Text> remarks;   ///< on how clean the split is

  /// Judges are the clips that the user marked as validation or test; where none is, from `many` clips on a
  /// fold. Folds are cut between groups where there are two or more. kBadInput "class-too-small" when a class
  /// has fewer than two clips to learn from.
  static Result<SoundDivision> Of(const dataset::FrozenVersion& version, const Clips& clips, size_t many,
                                  uint64_t seed);

  bool IsCrossValidated() const { return judges.empty(); }
};

}  // namespace easel::training
