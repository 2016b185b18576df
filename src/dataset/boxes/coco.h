#pragma once

#include <string>
#include <string_view>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// A COCO file of object instances: "images", "categories" and "annotations" in any order, ids as numbers or
/// texts. Of the annotations the "bbox" (left, top, width, height in pixels) and "iscrowd" count; polygons
/// and masks are skipped. Needs about 120 bytes a box, whatever the size of the file. Boxes of unknown
/// pictures or classes, and annotations without a box, are faults whose item is "<file> #<place in the
/// list>"; an id that two pictures share is one that names the second of them ("picture-id-twice"), and all
/// its boxes go to the first. Errors: "label-file-invalid", "too-many-boxes"; a picture with too many is left
/// out, with that as a fault.
Result<BoxSet> ReadCoco(const Pieces& pieces, std::string_view file, BoxFaults& faults);

/// Ids count from 1. Labels that `set.classes` lacks are added behind it. `difficult` is not carried.
std::string WriteCoco(const BoxSet& set);

}  // namespace easel::dataset
