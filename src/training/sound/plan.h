#pragma once

#include <vector>

#include "base/options.h"
#include "graph/listening.h"

namespace easel::training {

/// What decides a training from sounds, besides data and time: the options with what was left open filled in.
struct SoundPlan {
  graph::Listening listening;
  int epochs = 0;   ///< of every network of one's own, at most; 0: none
  int members = 0;  ///< networks that answer together: one alone is a matter of luck
  uint64_t seed = 1;

  /// From the values of SoundOptions(). `seconds`: of everything that is learnt from.
  static SoundPlan From(const OptionValues& options, std::vector<double> seconds);
  json::object ToJson() const;
};

/// The sound that a window is found in at this rate: how many frames of so many samples every `hop` cover it.
int FramesOf(double seconds, int rate, int frame, int hop);

}  // namespace easel::training
