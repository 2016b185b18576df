#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/boxes/types.h"
#include "store/types.h"

namespace easel::dataset {

/// A picture that is to be exported; `boxed.name` is a plain file name whose stem is unique.
struct ExportedPicture {
  Hash hash;
  store::Split split = store::Split::kAuto;
  BoxedPicture boxed;
};

/// A label file of an archive.
struct LabelFile {
  std::string path;
  std::string text;
};

/// Where a picture lies in an archive of the format.
std::string PicturePath(std::string_view format, const ExportedPicture& picture);

/// Gives the archive's label files to `add`, one by one. `classes` are all of the project.
Status WriteLabelFiles(std::string_view format, const std::vector<std::string>& classes,
                       const std::vector<ExportedPicture>& pictures,
                       const std::function<Status(const LabelFile&)>& add);

}  // namespace easel::dataset
