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
#include "dataset/segments/types.h"

namespace easel::dataset {

/// A picture or recording and what its folder, table or label file says about it.
struct LabelledItem {
  std::string name;        ///< path inside the folder or archive
  std::string class_name;  ///< empty where only boxes or segments are labelled
  std::string group;       ///< the speaker, the machine, as for store::NewItem::source; empty: none
  Bytes bytes;             ///< the encoded file
  /// Object detection: the boxes, given the upright size of the decoded picture; nullopt when none of them
  /// can be used. Valid during the visit.
  std::function<std::optional<std::vector<LabelledBox>>(PictureSize size)> boxes;
  /// Sound classification: the labelled segments, given the length of the decoded recording; nullopt when
  /// there are none, or none that can be used. Where there are any they count, and the class does not. Valid
  /// during the visit.
  std::function<std::optional<std::vector<Segment>>(double seconds)> segments;
};

/// Reads the labelled items of whatever Import takes, without a project: batch by batch at constant
/// memory, in the order of the source. Entries that cannot be read, are no items of the task or have no label
/// are left out; returns how many items were. Errors: those of Import for the whole, and what `visit`
/// returns. `task` is that of the labels.
Result<int64_t> ForEachLabelledBatch(const std::filesystem::path& path, const OptionValues& options,
                                     std::string_view task, Progress& progress,
                                     const std::function<Status(std::vector<LabelledItem> batch)>& visit);

}  // namespace easel::dataset
