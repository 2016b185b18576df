#pragma once

#include <string>
#include <string_view>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// The label file that EasyDL keeps beside each picture, `1.json` beside `1.jpeg`:
///   {"labels": [{"name": "cat", "x1": 125, "y1": 724, "x2": 469, "y2": 1076, "size": {"width": 1920,
///   "height": 1080}}]}
/// with edges in pixels. `name` is the picture's, `file` names the label file in errors. Without a single box
/// the size is not known. Errors: "label-file-invalid", "too-many-boxes".
Result<BoxedPicture> ReadEasydlBoxes(std::string_view text, std::string_view file, std::string name,
                                     BoxFaults& faults);

/// Flags are not carried.
std::string WriteEasydlBoxes(const BoxedPicture& picture);

}  // namespace easel::dataset
