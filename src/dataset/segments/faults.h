#pragma once

#include <string>
#include <vector>

#include "dataset/boxes/faults.h"
#include "dataset/segments/types.h"

namespace easel::dataset {

/// Takes out the segments that cannot be used in a recording of that length (0: not known), each with a fault
/// whose item is "<recording> #<segment>", counted from 1: "segment-not-a-number", "segment-no-length",
/// "segment-outside", "segment-no-label", "class-name-invalid". One that reaches beyond the recording is cut,
/// with the fault "segment-clipped" when that takes away more than 0.1 s. The rest is sorted by begin. Error
/// "too-many-boxes" (kResources): more than kMaxBoxesPerPicture. Twice is as good as once.
Status KeepSoundSegments(const std::string& recording, double seconds, std::vector<Segment>& segments,
                         BoxFaults& faults);

}  // namespace easel::dataset
