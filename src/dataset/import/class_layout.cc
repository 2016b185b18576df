#include "dataset/import/class_layout.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "dataset/import/easydl.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"

namespace easel::dataset {
namespace {

std::string_view AsText(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A table of labels met in the survey; the one nearest to the top counts.
struct FoundManifest {
  std::string path;
  Bytes content;
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

}  // namespace

Result<std::unique_ptr<Layout>> ClassLayout::Survey(Source& source, const LayoutChoice& choice,
                                                    const SourceLimits& limits, Progress& progress) {
  std::unique_ptr<ClassLayout> made(new ClassLayout(choice));
  ClassLayout& layout = *made;
  Format& format = layout.choice_.format;
  const bool wants_manifest = format == Format::kAuto || format == Format::kCsv;
  const bool wants_easydl = format == Format::kAuto || format == Format::kEasydl;
  const auto may_be_manifest = [&](const std::string& path) {
    return IsManifestName(path) || (choice.medium == Medium::kSounds && ExtensionOf(path) == "csv");
  };
  std::optional<FoundManifest> found;
  std::vector<std::string> entries;
  const auto look = [&](const std::string& path) -> Status {
    if (choice.medium == Medium::kSounds && HasSoundExtension(path)) entries.push_back(path);
    const bool manifest =
        wants_manifest && may_be_manifest(path) && (!found || IsShallower(path, found->path));
    const bool sidecar = wants_easydl && ExtensionOf(path) == "json";
    if (!manifest && !sidecar) return {};
    EASEL_ASSIGN(Result<Bytes> content, source.Read());
    if (!content) {
      layout.broken_label_files_.emplace(path, content.error());
    } else if (manifest) {
      found = FoundManifest{path, std::move(*content)};
    } else if (format == Format::kEasydl || LooksLikeEasydl(AsText(*content))) {
      Result<std::string> label = ParseEasydlLabel(AsText(*content), path);
      if (!label) layout.broken_label_files_.emplace(path, std::move(label).error());
      layout.rows_[std::string(StemOf(path))] = {.class_name = std::string(TrimBlanks(label.value_or("")))};
    }
    return {};
  };
  EASEL_ASSIGN(layout.entries_, ForEachEntry(source, limits, progress, look));
  if (format == Format::kAuto) {
    format = found ? Format::kCsv : !layout.rows_.empty() ? Format::kEasydl : Format::kFolders;
  }
  if (format != Format::kEasydl) layout.rows_.clear();
  if (format != Format::kCsv) return made;
  if (!found) {
    return Fail(ErrorKind::kBadInput, "manifest-missing",
                {"There is no table of labels.", "没有找到标签表格。"},
                {"Add a file labels.csv with the columns path and label.",
                 "请添加包含 path 和 label 两列的 labels.csv 文件。"});
  }
  Result<Manifest> manifest = ParseManifest(AsText(found->content), FolderOf(found->path));
  if (!manifest && choice.format == Format::kAuto && !IsManifestName(found->path)) {
    format = Format::kFolders;  // some other table
    return made;
  }
  if (!manifest) {
    Error error = std::move(manifest).error();
    error.item = found->path;
    return std::unexpected(std::move(error));
  }
  layout.manifest_path_ = found->path;
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

void ClassLayout::Use(Manifest manifest) {
  for (ManifestRow& row : manifest.rows) {
    rows_[row.path] = {std::move(row.class_name), std::move(row.group), row.split, false};
    order_.push_back(std::move(row.path));
  }
  manifest_issues_ = std::move(manifest.issues);
}

/// Moves lines whose file is not where they say to the only file of that name.
void ClassLayout::FindByName(const std::vector<std::string>& entries) {
  const std::unordered_set<std::string_view> there(entries.begin(), entries.end());
  std::unordered_map<std::string_view, std::vector<std::string_view>> by_name;
  for (const std::string& entry : entries) by_name[FileName(entry)].push_back(entry);
  for (std::string& path : order_) {
    const auto alike = by_name.find(FileName(path));
    if (there.contains(path) || alike == by_name.end() || alike->second.size() != 1) continue;
    const std::string found(alike->second.front());
    if (!rows_.try_emplace(found, rows_.at(path)).second) continue;
    rows_.erase(path);
    path = found;
  }
}

bool ClassLayout::HasItemExtension(std::string_view path) const {
  return choice_.medium == Medium::kSounds ? HasSoundExtension(path) : HasPictureExtension(path);
}

EntryRole ClassLayout::RoleOf(std::string_view path) const {
  if (choice_.format == Format::kCsv && path == manifest_path_) return EntryRole::kLabelFile;
  if (choice_.format == Format::kEasydl && ExtensionOf(path) == "json" &&
      (rows_.contains(std::string(StemOf(path))) || broken_label_files_.contains(std::string(path)))) {
    return EntryRole::kLabelFile;
  }
  // A file that the user or the table names is meant as an item, whatever it is called.
  const bool named = choice_.format == Format::kFiles ||
                     (choice_.format == Format::kCsv && rows_.contains(std::string(path)));
  return named || HasItemExtension(path) ? EntryRole::kItem : EntryRole::kOther;
}

Layout::Assignment ClassLayout::Assign(const std::string& path) const {
  Assignment out;
  if (choice_.format == Format::kFolders) {
    out.class_name = TrimBlanks(FileName(FolderOf(path)));
    out.split = SplitOfAncestors(path);
  } else if (choice_.format == Format::kCsv || choice_.format == Format::kEasydl) {
    const auto row = rows_.find(choice_.format == Format::kCsv ? path : std::string(StemOf(path)));
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
  if (out.class_name.empty()) out.class_name = choice_.label;
  out.is_labelled = !out.class_name.empty();
  if (choice_.split != store::Split::kAuto) out.split = choice_.split;
  return out;
}

const Error* ClassLayout::LabelFileError(const std::string& path) const {
  const auto found = broken_label_files_.find(path);
  return found == broken_label_files_.end() ? nullptr : &found->second;
}

void ClassLayout::MarkSeen(const std::string& path) {
  if (choice_.format != Format::kCsv) return;
  if (const auto row = rows_.find(path); row != rows_.end()) row->second.seen = true;
}

std::vector<Error> ClassLayout::RemainingIssues() const {
  std::vector<Error> issues = manifest_issues_;
  for (const std::string& path : order_) {
    if (!rows_.at(path).seen) issues.push_back(FileMissing(path));
  }
  return issues;
}

}  // namespace easel::dataset
