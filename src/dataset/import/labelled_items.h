#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/options.h"
#include "base/progress.h"
#include "base/result.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// A picture and the class or the boxes that its folder, table or label file gives it.
struct LabelledPicture {
  std::string name;  ///< path inside the folder or archive
  std::string class_name;
  Bytes bytes;  ///< the encoded file
  /// Object detection: the boxes, given the upright size of the decoded picture; nullopt when none of them
  /// can be used. Valid during the visit.
  std::function<std::optional<std::vector<LabelledBox>>(PictureSize size)> boxes;
};

/// Reads the labelled pictures of whatever Import takes, without a project: batch by batch at constant
/// memory, in the order of the source. Entries that cannot be read, are no pictures or have no label are left
/// out; returns how many pictures were. Errors: those of Import for the whole, and what `visit` returns.
/// `task` is that of the labels.
Result<int64_t> ForEachLabelledBatch(const std::filesystem::path& path, const OptionValues& options,
                                     std::string_view task, Progress& progress,
                                     const std::function<Status(std::vector<LabelledPicture> batch)>& visit);

}  // namespace easel::dataset
