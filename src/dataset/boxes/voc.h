#pragma once

#include <string>
#include <string_view>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// What the numbers in a Pascal VOC file mean.
enum class VocCorners {
  kAuto,      ///< kZeroBased if a corner of this file is at 0, else kOneBased
  kOneBased,  ///< pixels counted from 1, xmax and ymax belong to the box: the first pixel alone is 1 1 1 1
              ///< (VOC)
  kZeroBased  ///< edges counted from 0: the first pixel alone is 0 0 1 1 (what many tools write)
};

/// Whether a corner of the file is at 0, which the first pixel of VOC is not. One such file speaks for all
/// files of a data set: read the others with kZeroBased then.
Result<bool> VocCountsFromZero(std::string_view text, std::string_view file);

/// One picture's annotation in XML. `file` names the XML in errors; the picture's name is that in <filename>,
/// its size unknown where <size> is missing or 0. Parts of objects (<part>) are left alone. Errors:
/// "label-file-invalid", "too-many-boxes".
Result<BoxedPicture> ReadVoc(std::string_view text, std::string_view file, VocCorners corners,
                             BoxFaults& faults);

/// As VOC counts, kOneBased; numbers that are not whole are written as they are. `crowd` is not carried.
std::string WriteVoc(const BoxedPicture& picture);

}  // namespace easel::dataset
