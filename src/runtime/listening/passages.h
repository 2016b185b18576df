#pragma once

#include <vector>

#include "graph/listening.h"

namespace easel::runtime {

/// What a model hears in one window of a recording.
struct Heard {
  double begin = 0;           ///< seconds from the beginning of the recording
  double seconds = 0;         ///< length of the window; shorter when the recording is
  std::vector<float> scores;  ///< per label
  float peak = 0;             ///< largest absolute value of its samples

  bool operator==(const Heard&) const = default;
};

/// Scores of the whole recording: the mean of those of its loud windows (LoudWindowsOf), each weighted by its
/// peak, so that what is loud is not outvoted by the silence around it. All count alike when all are silent.
/// At least one window.
std::vector<float> MeanScores(const std::vector<Heard>& heard);

/// A stretch of a recording in which one class is heard.
struct Passage {
  double begin = 0;  ///< seconds
  double seconds = 0;
  int label = 0;
  float score = 0;  ///< mean smoothed score of the class over the stretch

  bool operator==(const Passage&) const = default;
};

/// How what is heard in windows is made calm.
struct Smoothing {
  /// Windows that count for one moment: the scores of a window become the mean of those around it, itself in
  /// the middle. Odd; 1: none.
  int windows = 3;
};

/// The scores of each window smoothed with its neighbours'; at the ends by those that there are.
std::vector<std::vector<float>> Smoothed(const std::vector<Heard>& heard, const Smoothing& smoothing);

/// The passages that a recording falls into, in order and without gaps: neighbouring windows in which the
/// same class has the best smoothed score are one; where two passages meet, the border is in the middle
/// between the middles of the windows on its sides.
std::vector<Passage> PassagesOf(const std::vector<Heard>& heard, const Smoothing& smoothing = {});

}  // namespace easel::runtime
