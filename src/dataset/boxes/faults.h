#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

constexpr size_t kMaxBoxesPerPicture = 100'000;
constexpr size_t kMaxBoxes = 10'000'000;    ///< in one label file
constexpr size_t kMaxPictures = 5'000'000;  ///< in one label file
constexpr double kMaxSide = 1'000'000;      ///< pixels; farther out lies no picture

/// What a reader left out or changed, each with the item at fault. The first 1,000 are kept, all are counted.
class BoxFaults {
 public:
  void Add(Error fault);
  const std::vector<Error>& first() const { return first_; }
  int64_t count() const { return count_; }
  const std::map<std::string, int64_t>& counts() const { return counts_; }  ///< by code

 private:
  std::vector<Error> first_;
  int64_t count_ = 0;
  std::map<std::string, int64_t> counts_;
};

/// Takes out of the picture the boxes that cannot be used, each with a fault whose item is "<picture>
/// #<box>", counted from 1: "box-not-a-number", "box-corners-swapped", "box-no-area", "box-outside" (of the
/// picture), "box-no-label". A box that reaches beyond the picture is cut at its edge, with the fault
/// "box-clipped" when that takes away more than a pixel. `size` is that of the picture itself; where it is
/// not known, or only a label file declares it, which may be wrong, none is given and only the left and top
/// edges count. Error "too-many-boxes" (kResources): more than kMaxBoxesPerPicture. Twice is as good as once.
Status KeepSoundBoxes(BoxedPicture& picture, PictureSize size, BoxFaults& faults);

Error LabelFileInvalid(std::string file, Text why);  ///< "label-file-invalid": not the format, or truncated
Error BoxMissing(std::string item);                  ///< "box-missing": an entry without coordinates
Error ShapeNotABox(std::string item);                ///< "shape-not-a-box": a polygon, a mask …
Error PictureSizeUnknown(std::string item);          ///< "picture-size-unknown"
Error PictureUnknown(std::string item);              ///< "picture-unknown": a box of no listed picture
Error PictureIdTwice(std::string item);              ///< "picture-id-twice": another picture has its id
Error ClassUnknown(std::string item);                ///< "class-unknown": a box of no listed class
Error TooManyBoxes(std::string item, size_t limit);  ///< "too-many-boxes"

/// What the store takes as the name of a class; `item` is that of the error, "class-name-invalid".
Status CheckLabel(std::string_view label, std::string item);

/// How faults name a box: "<picture> #<index + 1>", of a name beyond 4,096 bytes the start.
std::string BoxItem(std::string_view picture, size_t index);

}  // namespace easel::dataset
