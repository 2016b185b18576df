#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dataset/import/label_files.h"
#include "dataset/import/layout.h"
#include "dataset/import/picture_index.h"
#include "dataset/import/split_hints.h"

namespace easel::dataset {

/// The layout of pictures with labelled boxes. kAuto is whatever most label files are of. A picture without
/// labels stays unlabelled; one whose label file has no objects is labelled, with nothing to be found. All
/// boxes are in memory, at about 80 bytes each.
class BoxLayout final : public Layout {
 public:
  using Opener = std::function<Result<std::unique_ptr<Source>>()>;

  /// Goes through the source once or twice, reading label files only. Errors: those of ForEachEntry,
  /// "labels-missing" (none of the format that was asked for), "class-list-missing" (of YOLO),
  /// "too-many-boxes".
  static Result<std::unique_ptr<Layout>> Survey(const Opener& open, const LayoutChoice& choice,
                                                const SourceLimits& limits, Progress& progress);

  int64_t entries() const override { return entries_; }
  EntryRole RoleOf(std::string_view path) const override;
  Assignment Assign(const std::string& path) const override;
  std::optional<std::vector<LabelledBox>> BoxesOf(const std::string& path, PictureSize size,
                                                  BoxFaults& faults) const override;
  std::optional<std::vector<Segment>> SegmentsOf(const std::string&, double, BoxFaults&) const override {
    return std::nullopt;
  }
  const Error* LabelFileError(const std::string& path) const override;
  void MarkSeen(const std::string&) override {}  // the survey knows all pictures
  BoxFaults RemainingIssues() const override { return issues_; }
  std::vector<LabelledSound> Unmet() const override { return {}; }
  const BoxFaults& faults() const override { return labels_.faults(); }
  bool has_box_labels() const override { return !labels_.all().empty(); }

 private:
  static constexpr size_t kUnlabelled = SIZE_MAX;
  struct Place {
    size_t labels = kUnlabelled;  ///< index into labels_.all()
    store::Split split = store::Split::kAuto;
  };

  explicit BoxLayout(LayoutChoice choice) : choice_(std::move(choice)) {}
  void Match();
  int64_t PictureOf(const PictureLabels& labels) const;

  LayoutChoice choice_;
  int64_t entries_ = 0;
  LabelFiles labels_;
  SplitHints splits_;
  PictureIndex pictures_;
  std::unordered_map<std::string, Place> places_;  ///< by the picture's path
  std::unordered_set<std::string> label_files_;
  BoxFaults issues_;
};

}  // namespace easel::dataset
