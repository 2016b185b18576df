#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "dataset/types.h"
#include "training/head.h"
#include "training/resources.h"
#include "training/view.h"

namespace easel::training {

/// The features of a view for a list of items.
struct ViewFeatures {
  Matrix rows;                ///< items × D; rows of items that were not reached are zero
  std::vector<bool> present;  ///< per item
  int64_t computed = 0;       ///< items that went through the network now; the others came from the cache
  int64_t broken = 0;         ///< items whose picture could not be read or decoded any more
  double decode_seconds = 0;  ///< summed over threads
  double forward_seconds = 0; ///< summed over threads
};

/// Gets every item's features of the view out of the cache or, on all threads, out of the network, in the order of `items`,
/// until `deadline_millis` of the clock's steady time (0: no limit). Fails when cancelled, on a full disk, and when no
/// picture at all can be used.
Result<ViewFeatures> ExtractView(const View& view, const Backbone& backbone, const FeatureGraph& features,
                                 const std::vector<dataset::FrozenItem>& items, const TrainingResources& resources,
                                 int64_t deadline_millis, Progress& progress);

}  // namespace easel::training
