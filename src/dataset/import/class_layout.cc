#include "dataset/import/class_layout.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "dataset/boxes/label_studio_task.h"
#include "dataset/import/box_format.h"
#include "dataset/import/easydl.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"
#include "dataset/import/label_files.h"
#include "dataset/segments/faults.h"
#include "dataset/segments/label_studio_sounds.h"

namespace easel::dataset {
namespace {

/// A table of labels met in the survey; the one nearest to the top counts.
struct FoundManifest {
  std::string path;
  std::string content;
};

bool IsShallower(std::string_view a, std::string_view b) {
  return std::ranges::count(a, '/') < std::ranges::count(b, '/');
}

/// The split that a folder above the class's folder stands for.
store::Split SplitOfAncestors(std::string_view path) {
  for (std::string_view folder = FolderOf(FolderOf(path)); !folder.empty(); folder = FolderOf(folder)) {
    if (const store::Split split = ParseSplit(FileName(folder)); split != store::Split::kAuto) return split;
  }
  return store::Split::kAuto;
}

std::unexpected<Error> LabelsMissing() {
  return Fail(ErrorKind::kBadInput, "labels-missing",
              {"There are no label files of the format that was chosen.", "没有找到所选格式的标注文件。"},
              {"Choose the format \"auto\", or add the label files.", "请选择格式 auto，或补上标注文件。"});
}

}  // namespace

Result<std::unique_ptr<Layout>> ClassLayout::Survey(Source& source, const LayoutChoice& choice,
                                                    const SourceLimits& limits, Progress& progress) {
  std::unique_ptr<ClassLayout> made(new ClassLayout(choice));
  ClassLayout& layout = *made;
  Format& format = layout.choice_.format;
  const auto wants = [&](Format one) { return choice.format == Format::kAuto || choice.format == one; };
  const bool wants_label_studio = layout.listens() && wants(Format::kLabelStudio);
  const auto may_be_manifest = [&](const std::string& path) {
    return IsManifestName(path) || (layout.listens() && ExtensionOf(path) == "csv");
  };
  std::optional<FoundManifest> found;
  std::vector<std::string> entries;
  std::vector<std::pair<std::string, std::vector<LabelledSound>>> label_studio;  // by file
  const auto look = [&](const std::string& path) -> Status {
    if (layout.listens() && HasSoundExtension(path)) entries.push_back(path);
    const bool manifest =
        wants(Format::kCsv) && may_be_manifest(path) && (!found || IsShallower(path, found->path));
    const bool json = (wants(Format::kEasydl) || wants_label_studio) && ExtensionOf(path) == "json";
    if (!manifest && !json) return {};
    const Pieces pieces = source.Stream();
    Result<std::string> start = TakeStart(pieces);
    if (start && !manifest && wants_label_studio && BoxFormatOf(path, *start) == Format::kLabelStudio) {
      Result<std::vector<LabelledSound>> sounds =
          ReadLabelStudioSounds(WithStart(*start, pieces), path, layout.faults_);
      if (!sounds) layout.broken_label_files_.emplace(path, std::move(sounds).error());
      label_studio.emplace_back(path, sounds ? std::move(*sounds) : std::vector<LabelledSound>());
      return {};
    }
    Result<std::string> content =
        start ? Gather(pieces, path, std::move(*start), manifest ? kMaxText : kMaxEasydlText) : start;
    if (!content) {
      layout.broken_label_files_.emplace(path, content.error());
      if (manifest) layout.tables_.insert(path);
    } else if (manifest) {
      found = FoundManifest{path, std::move(*content)};
    } else if (choice.format == Format::kEasydl || (wants(Format::kEasydl) && LooksLikeEasydl(*content))) {
      Result<std::string> label = ParseEasydlLabel(*content, path);
      if (!label) layout.broken_label_files_.emplace(path, std::move(label).error());
      layout.rows_[std::string(StemOf(path))] = {.class_name = std::string(TrimBlanks(label.value_or("")))};
    }
    return {};
  };
  EASEL_ASSIGN(layout.entries_, ForEachEntry(source, limits, progress, look));
  if (format == Format::kAuto) {
    format = !label_studio.empty()   ? Format::kLabelStudio
             : found                 ? Format::kCsv
             : !layout.rows_.empty() ? Format::kEasydl
                                     : Format::kFolders;
  }
  if (format != Format::kEasydl) layout.rows_.clear();
  if (format == Format::kLabelStudio) {
    if (label_studio.empty()) return LabelsMissing();
    PictureIndex index;
    for (std::string& entry : entries) index.Add(std::move(entry));
    index.Build();
    for (auto& [path, sounds] : label_studio) layout.Use(std::move(sounds), index, path);
  }
  if (format != Format::kCsv) return made;
  if (!found) {
    return Fail(ErrorKind::kBadInput, "manifest-missing",
                {"There is no table of labels.", "没有找到标签表格。"},
                {"Add a file labels.csv with the columns path and label.",
                 "请添加包含 path 和 label 两列的 labels.csv 文件。"});
  }
  Result<Manifest> manifest = ParseManifest(found->content, FolderOf(found->path), layout.listens());
  if (!manifest && choice.format == Format::kAuto && !IsManifestName(found->path)) {
    format = Format::kFolders;  // some other table
    return made;
  }
  if (!manifest) {
    Error error = std::move(manifest).error();
    error.item = found->path;
    return std::unexpected(std::move(error));
  }
  layout.tables_.insert(found->path);
  layout.Use(std::move(*manifest));
  layout.FindByName(entries);
  return made;
}

std::unique_ptr<Layout> ClassLayout::FromManifest(Manifest manifest, const LayoutChoice& choice) {
  std::unique_ptr<ClassLayout> layout(new ClassLayout(choice));
  layout->choice_.format = Format::kCsv;
  layout->entries_ = static_cast<int64_t>(manifest.rows.size());
  layout->Use(std::move(manifest));
  return layout;
}

std::unique_ptr<Layout> ClassLayout::FromLabelStudio(std::vector<LabelledSound> sounds,
                                                     const LayoutChoice& choice,
                                                     const std::vector<std::string>& names,
                                                     BoxFaults faults) {
  std::unique_ptr<ClassLayout> layout(new ClassLayout(choice));
  layout->choice_.format = Format::kLabelStudio;
  layout->entries_ = static_cast<int64_t>(names.size());
  layout->faults_ = std::move(faults);
  PictureIndex index;
  for (const std::string& name : names) index.Add(name);
  index.Build();
  layout->Use(std::move(sounds), index, "");
  return layout;
}

void ClassLayout::Use(Manifest manifest) {
  for (ManifestRow& row : manifest.rows) {
    rows_[row.path] = {std::move(row.class_name), std::move(row.group), row.split, std::move(row.segments)};
    order_.push_back(std::move(row.path));
  }
  manifest_issues_ = std::move(manifest.issues);
}

void ClassLayout::Use(std::vector<LabelledSound> sounds, const PictureIndex& entries,
                      const std::string& file) {
  if (!file.empty()) tables_.insert(file);
  for (LabelledSound& sound : sounds) {
    int64_t entry = entries.Find(sound.name, file);
    if (const std::string_view before = NameBeforeUpload(sound.name);
        entry == PictureIndex::kNone && !before.empty()) {
      entry = entries.Find(before, file);
    }
    if (entry == PictureIndex::kAmbiguous) {
      manifest_issues_.Add(SoundAmbiguous(sound.name));
      continue;
    }
    const std::string path = entry < 0 ? sound.name : entries.path(static_cast<size_t>(entry));
    Row row{std::move(sound.class_name), std::move(sound.group), sound.split, std::move(sound.segments)};
    const auto [place, is_new] = rows_.try_emplace(path, row);
    if (is_new) {
      order_.push_back(path);
    } else if (place->second.class_name != row.class_name || place->second.segments != row.segments) {
      manifest_issues_.Add(SoundLabelledTwice(path));
    }
  }
}

/// Moves lines whose file is not where they say to the only file of that name, if it is of one line only.
void ClassLayout::FindByName(const std::vector<std::string>& entries) {
  const std::unordered_set<std::string_view> there(entries.begin(), entries.end());
  std::unordered_map<std::string_view, std::vector<std::string_view>> by_name;
  for (const std::string& entry : entries) by_name[FileName(entry)].push_back(entry);
  std::unordered_map<std::string, int64_t> lines_of;  // by name
  for (const std::string& path : order_) {
    if (!there.contains(path)) ++lines_of[std::string(FileName(path))];
  }
  for (std::string& path : order_) {
    const auto alike = by_name.find(FileName(path));
    if (there.contains(path) || alike == by_name.end() || alike->second.size() != 1) continue;
    if (lines_of.at(std::string(FileName(path))) > 1) continue;
    const std::string found(alike->second.front());
    if (!rows_.try_emplace(found, rows_.at(path)).second) continue;
    rows_.erase(path);
    path = found;
  }
}

bool ClassLayout::HasItemExtension(std::string_view path) const {
  return listens() ? HasSoundExtension(path) : HasPictureExtension(path);
}

EntryRole ClassLayout::RoleOf(std::string_view path) const {
  if (tables_.contains(std::string(path))) return EntryRole::kLabelFile;
  if (choice_.format == Format::kEasydl && ExtensionOf(path) == "json" &&
      (rows_.contains(std::string(StemOf(path))) || broken_label_files_.contains(std::string(path)))) {
    return EntryRole::kLabelFile;
  }
  // A file that the user or the table names is meant as an item, whatever it is called.
  const bool named = choice_.format == Format::kFiles || (has_table() && rows_.contains(std::string(path)));
  return named || HasItemExtension(path) ? EntryRole::kItem : EntryRole::kOther;
}

ClassLayout::Rows::const_iterator ClassLayout::RowOf(const std::string& path) const {
  return has_table()                         ? rows_.find(path)
         : choice_.format == Format::kEasydl ? rows_.find(std::string(StemOf(path)))
                                             : rows_.end();
}

Layout::Assignment ClassLayout::Assign(const std::string& path) const {
  Assignment out;
  const auto row = RowOf(path);
  const bool has_segments = row != rows_.end() && row->second.segments;
  if (choice_.format == Format::kFolders) {
    out.class_name = TrimBlanks(FileName(FolderOf(path)));
    out.split = SplitOfAncestors(path);
  } else if (has_table() || choice_.format == Format::kEasydl) {
    if (row != rows_.end()) {
      out.class_name = row->second.class_name;
      out.group = row->second.group;
      out.split = row->second.split;
    }
    out.label_missing = row == rows_.end() && choice_.label.empty();
  }
  if (choice_.names) {
    if (const std::optional<NamePattern::Match> match = choice_.names->Find(path)) {
      if (!match->class_name.empty()) out.class_name = match->class_name;
      if (!match->group.empty()) out.group = match->group;
    }
  }
  if (out.class_name.empty() && !has_segments) out.class_name = choice_.label;
  out.is_labelled = !out.class_name.empty() || has_segments;
  if (choice_.split != store::Split::kAuto) out.split = choice_.split;
  return out;
}

std::optional<std::vector<Segment>> ClassLayout::SegmentsOf(const std::string& path, double seconds,
                                                            BoxFaults& faults) const {
  const auto row = RowOf(path);
  if (row == rows_.end() || !row->second.segments) return std::nullopt;
  std::vector<Segment> segments = *row->second.segments;
  const bool had_any = !segments.empty();
  if (Status status = KeepSoundSegments(path, seconds, segments, faults); !status) {
    faults.Add(std::move(status).error());
    return std::nullopt;
  }
  // Where none can be used it would be wrong to say that nothing is to be heard.
  if (had_any && segments.empty()) return std::nullopt;
  return segments;
}

const Error* ClassLayout::LabelFileError(const std::string& path) const {
  const auto found = broken_label_files_.find(path);
  return found == broken_label_files_.end() ? nullptr : &found->second;
}

void ClassLayout::MarkSeen(const std::string& path) {
  if (!has_table()) return;
  if (const auto row = rows_.find(path); row != rows_.end()) row->second.seen = true;
}

/// The names of the recordings that were met: items of the project that are called so are these.
std::unordered_set<std::string_view> ClassLayout::MetNames() const {
  std::unordered_set<std::string_view> names;
  if (!listens()) return names;
  for (const std::string& path : order_) {
    if (rows_.at(path).seen) names.insert(FileName(path));
  }
  return names;
}

BoxFaults ClassLayout::RemainingIssues() const {
  BoxFaults issues = manifest_issues_;
  const std::unordered_set<std::string_view> met = MetNames();
  for (const std::string& path : order_) {
    if (!rows_.at(path).seen && (!listens() || met.contains(FileName(path)))) issues.Add(FileMissing(path));
  }
  return issues;
}

std::vector<LabelledSound> ClassLayout::Unmet() const {
  std::vector<LabelledSound> unmet;
  if (!listens()) return unmet;
  const std::unordered_set<std::string_view> met = MetNames();
  for (const std::string& path : order_) {
    const Row& row = rows_.at(path);
    if (row.seen || met.contains(FileName(path))) continue;
    const Assignment assignment = Assign(path);
    unmet.push_back({.name = path,
                     .class_name = assignment.class_name,
                     .group = assignment.group,
                     .split = assignment.split,
                     .segments = row.segments});
  }
  return unmet;
}

}  // namespace easel::dataset
