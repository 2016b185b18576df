#pragma once

#include <string>
#include <string_view>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// "CVAT for images 1.1": one XML file with all pictures. A turned box becomes the upright box around it;
/// other shapes are faults ("shape-not-a-box"), tags and attributes are left alone. Errors:
/// "label-file-invalid" (also for the tracks of "CVAT for video"), "too-many-boxes"; a picture with too many
/// is left out, with that as a fault.
Result<BoxSet> ReadCvat(const Pieces& pieces, std::string_view file, BoxFaults& faults);

/// Flags are not carried.
std::string WriteCvat(const BoxSet& set);

}  // namespace easel::dataset
