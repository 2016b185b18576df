#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dataset/import/layout.h"
#include "dataset/import/manifest.h"
#include "dataset/import/picture_index.h"

namespace easel::dataset {

/// The layout of items that have a class each, and of recordings with labelled segments. kAuto is Label
/// Studio's files (of recordings), else a table of labels, else EasyDL's files, else the folders; of sounds
/// any CSV file with files in it is a table of labels (as in ESC-50, whose table lies in a folder beside the
/// sounds': a file that is not where a table says is looked for by its name). About 100 bytes per line of a
/// table or per EasyDL file.
class ClassLayout final : public Layout {
 public:
  /// Goes through the source once, reading label files only. Errors: those of ForEachEntry,
  /// "manifest-missing", "manifest-invalid".
  static Result<std::unique_ptr<Layout>> Survey(Source& source, const LayoutChoice& choice,
                                                const SourceLimits& limits, Progress& progress);
  /// The layout of a table that lies outside of its source.
  static std::unique_ptr<Layout> FromManifest(Manifest manifest, const LayoutChoice& choice);
  /// The layout of Label Studio's file that lies outside of its source, whose entries are `names`.
  static std::unique_ptr<Layout> FromLabelStudio(std::vector<LabelledSound> sounds,
                                                 const LayoutChoice& choice,
                                                 const std::vector<std::string>& names, BoxFaults faults);

  int64_t entries() const override { return entries_; }
  EntryRole RoleOf(std::string_view path) const override;
  Assignment Assign(const std::string& path) const override;
  std::optional<std::vector<LabelledBox>> BoxesOf(const std::string&, PictureSize,
                                                  BoxFaults&) const override {
    return std::nullopt;
  }
  std::optional<std::vector<Segment>> SegmentsOf(const std::string& path, double seconds,
                                                 BoxFaults& faults) const override;
  const Error* LabelFileError(const std::string& path) const override;
  void MarkSeen(const std::string& path) override;
  BoxFaults RemainingIssues() const override;
  std::vector<LabelledSound> Unmet() const override;
  const BoxFaults& faults() const override { return faults_; }
  bool has_box_labels() const override { return false; }

 private:
  struct Row {
    std::string class_name;
    std::string group = {};
    store::Split split = store::Split::kAuto;
    std::optional<std::vector<Segment>> segments = {};
    bool seen = false;
  };
  using Rows = std::unordered_map<std::string, Row>;

  explicit ClassLayout(LayoutChoice choice) : choice_(std::move(choice)) {}
  bool listens() const { return choice_.medium == Medium::kSounds; }
  bool has_table() const { return choice_.format == Format::kCsv || choice_.format == Format::kLabelStudio; }
  Rows::const_iterator RowOf(const std::string& path) const;
  void Use(Manifest manifest);
  void Use(std::vector<LabelledSound> sounds, const PictureIndex& entries, const std::string& file);
  void FindByName(const std::vector<std::string>& entries);
  bool HasItemExtension(std::string_view path) const;
  std::unordered_set<std::string_view> MetNames() const;

  LayoutChoice choice_;
  int64_t entries_ = 0;
  std::unordered_set<std::string> tables_;  ///< of kCsv, kLabelStudio: their paths; tables that were broken
  std::vector<std::string> order_;          ///< paths of the table, as listed
  Rows rows_;  ///< kCsv, kLabelStudio: by path; kEasydl: by path without extension
  std::map<std::string, Error> broken_label_files_;
  BoxFaults manifest_issues_;
  BoxFaults faults_;
};

}  // namespace easel::dataset
