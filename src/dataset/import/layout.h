#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "dataset/import/manifest.h"
#include "dataset/import/source.h"
#include "store/types.h"

namespace easel::dataset {

/// Where labels come from.
enum class Format {
  kAuto,     ///< found out by the survey: a table of labels, else EasyDL's files, else the folders
  kFolders,  ///< the class is the folder that holds the picture; train/, val/, test/ above it are splits
  kCsv,      ///< a table of labels
  kEasydl,   ///< 1.json beside 1.jpeg
  kFiles,    ///< nothing but the option `label`
};

/// What the user said about all pictures of an import.
struct LayoutChoice {
  Format format = Format::kAuto;
  std::string label;                         ///< for pictures that have none of their own
  store::Split split = store::Split::kAuto;  ///< other than kAuto: for all pictures
};

/// What becomes of an entry.
enum class EntryRole { kPicture, kLabelFile, kOther };

/// What a source's names and label files say about its pictures. About 100 bytes per line of a table or per
/// EasyDL file.
class Layout {
 public:
  /// Goes through the source once, reading label files only. Errors: those of the source, "manifest-missing",
  /// "manifest-invalid", "too-many-entries".
  static Result<Layout> Survey(Source& source, const LayoutChoice& choice, const SourceLimits& limits,
                               Progress& progress);
  /// The layout of a table that lies outside of its source.
  static Layout FromManifest(Manifest manifest, const LayoutChoice& choice);

  /// Of the whole source.
  int64_t entries() const { return entries_; }

  EntryRole RoleOf(std::string_view path) const;
  /// The picture's class (empty: none) and split.
  struct Assignment {
    std::string class_name;
    store::Split split = store::Split::kAuto;
    bool label_missing = false;  ///< the format promises a label for each picture, and this one has none
  };
  Assignment Assign(const std::string& path) const;
  /// What is wrong with a label file; null when nothing is.
  const Error* LabelFileError(const std::string& path) const;

  /// Pictures that were met are not missing.
  void MarkSeen(const std::string& path);
  /// What concerns no entry: lines of the table that cannot be used, and those whose file was not met.
  std::vector<Error> RemainingIssues() const;

 private:
  struct Row {
    std::string class_name;
    store::Split split = store::Split::kAuto;
    bool seen = false;
  };

  explicit Layout(LayoutChoice choice) : choice_(std::move(choice)) {}
  void Use(Manifest manifest);

  LayoutChoice choice_;
  int64_t entries_ = 0;
  std::string manifest_path_;                  ///< of kCsv
  std::vector<std::string> order_;             ///< paths of the table, as listed
  std::unordered_map<std::string, Row> rows_;  ///< kCsv: by path; kEasydl: by path without extension
  std::map<std::string, Error> broken_label_files_;
  std::vector<Error> manifest_issues_;
};

}  // namespace easel::dataset
