#pragma once

#include <string>
#include <string_view>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// Label Studio's export "JSON": a list of tasks with rectangle labels in per cent of the picture's sides. Of
/// a task's annotations the last one that was not cancelled counts; its results without `original_width` and
/// `original_height` take the size from `size_of`, and the picture is left out, with the fault
/// "picture-size-unknown", when that does not know it either; tasks that nobody annotated are left out, too.
/// A turned box becomes the upright box around it; a rectangle with several labels is a box for each; other
/// shapes are faults ("shape-not-a-box"). The picture's name is the last part of the task's address,
/// percent-decoded, its query aside; of local files
/// ("…?d=folder/a.jpg") the whole path. Errors: "label-file-invalid", "too-many-boxes".
Result<BoxSet> ReadLabelStudio(const Pieces& pieces, std::string_view file, const SizeOf& size_of,
                               BoxFaults& faults);

/// Flags are not carried. Error "picture-size-unknown".
Result<std::string> WriteLabelStudio(const BoxSet& set);

}  // namespace easel::dataset
