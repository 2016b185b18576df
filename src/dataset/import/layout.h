#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"
#include "dataset/import/name_pattern.h"
#include "dataset/import/source.h"
#include "dataset/segments/types.h"
#include "store/types.h"

namespace easel::dataset {

/// Where labels come from.
enum class Format {
  kAuto,     ///< found out by the survey
  kFiles,    ///< nowhere; for classes the option `label`
  kFolders,  ///< classes: the folder that holds the picture; train/, val/, test/ above it are splits
  kCsv,      ///< classes: a table of labels
  kEasydl,   ///< 1.json beside 1.jpeg
  kVoc,      ///< this and all below: boxes
  kCoco,
  kYolo,
  kCvat,
  kLabelStudio,  ///< of recordings: segments and classes
};

/// What the items of a source are.
enum class Medium { kPictures, kSounds };

/// What the user said about all items of an import.
struct LayoutChoice {
  Format format = Format::kAuto;
  std::string label;                         ///< for items that have none of their own
  store::Split split = store::Split::kAuto;  ///< other than kAuto: for all items
  std::optional<NamePattern> names = {};     ///< what it finds counts before folders and tables
  Medium medium = Medium::kPictures;         ///< of the project's task
};

/// What becomes of an entry.
enum class EntryRole { kItem, kLabelFile, kOther };

/// What a source's names and label files say about its pictures: found out by a survey of the whole source
/// before its pictures are read.
class Layout {
 public:
  virtual ~Layout() = default;

  /// Of the whole source.
  virtual int64_t entries() const = 0;
  virtual EntryRole RoleOf(std::string_view path) const = 0;

  struct Assignment {
    std::string class_name;  ///< empty: none
    std::string group;       ///< that a split never tears apart; empty: none
    store::Split split = store::Split::kAuto;
    bool is_labelled = false;    ///< with a class, boxes or segments
    bool label_missing = false;  ///< others have a label of their own, and this one has none
  };
  virtual Assignment Assign(const std::string& path) const = 0;
  /// The boxes of a picture whose upright size is `size`; nullopt when it is not labelled with boxes. What is
  /// wrong with them goes to `faults`. Thread-safe.
  virtual std::optional<std::vector<LabelledBox>> BoxesOf(const std::string& path, PictureSize size,
                                                          BoxFaults& faults) const = 0;
  /// The segments of a recording of that length, likewise.
  virtual std::optional<std::vector<Segment>> SegmentsOf(const std::string& path, double seconds,
                                                         BoxFaults& faults) const = 0;
  /// What is wrong with a label file; null when nothing is.
  virtual const Error* LabelFileError(const std::string& path) const = 0;

  /// Pictures that were met are not missing.
  virtual void MarkSeen(const std::string& path) = 0;
  /// Labels that could not be used because their picture was not met, and lines of a table that make no
  /// sense.
  virtual BoxFaults RemainingIssues() const = 0;
  /// Of recordings: labels of those that were not met. They may be in the project already, so that the
  /// remaining issues do not tell of them, but of those whose name one that was met has in the project.
  virtual std::vector<LabelledSound> Unmet() const = 0;
  /// What is wrong with labels, as far as the survey could tell.
  virtual const BoxFaults& faults() const = 0;
  virtual bool has_box_labels() const = 0;  ///< whether there are any labels of object detection
};

/// Goes through a source: calls `visit` for every entry that may be read. Returns how many entries there are,
/// others included. Errors: those of the source and of `visit`, "too-many-entries", cancellation.
Result<int64_t> ForEachEntry(Source& source, const SourceLimits& limits, Progress& progress,
                             const std::function<Status(const std::string& path)>& visit);

}  // namespace easel::dataset
