#include "dataset/import/split_hints.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "dataset/import/entry_path.h"
#include "dataset/import/manifest.h"

namespace easel::dataset {
namespace {

bool IsTrainval(std::string_view path) { return LowerCase(StemOf(FileName(path))) == "trainval"; }

/// "../train/images" as "/train/images/": what is to be found in a picture's path.
std::string FolderPattern(std::string_view folder) {
  std::string out = "/";
  while (!folder.empty()) {
    const std::string_view part = folder.substr(0, folder.find_first_of("/\\"));
    folder.remove_prefix(std::min(part.size() + 1, folder.size()));
    if (!part.empty() && part != "." && part != "..") out += std::string(part) + "/";
  }
  return out;
}

}  // namespace

store::Split SplitHints::SplitOfList(std::string_view path) {
  if (ExtensionOf(path) != "txt") return store::Split::kAuto;
  return IsTrainval(path) ? store::Split::kTrain : ParseSplit(StemOf(FileName(path)));
}

store::Split SplitHints::SplitOfLabelFile(std::string_view path) {
  std::string word;
  store::Split found = store::Split::kAuto;
  for (const char c : std::string(StemOf(FileName(path))) + "_") {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) {
      word += c;
      continue;
    }
    if (const store::Split split = ParseSplit(word); split != store::Split::kAuto) found = split;
    word.clear();
  }
  return found;
}

void SplitHints::AddList(const std::string& path, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = TrimBlanks(line);
    if (!line.empty()) lines_.push_back({path, std::string(line), SplitOfList(path), IsTrainval(path)});
  }
}

void SplitHints::AddFolders(const YoloData& data) {
  std::map<std::string, store::Split> named;  // kAuto: for more than one, which tells nothing
  const auto add = [&named](const std::vector<std::string>& values, store::Split split) {
    for (const std::string& value : values) {
      const std::string pattern = FolderPattern(value);
      // "auto" is where an export of ours keeps pictures that are not for anything particular.
      const bool is_list = value.ends_with(".txt");
      if (is_list || pattern.size() <= 1 || pattern.ends_with("/auto/")) continue;
      const auto [place, is_new] = named.try_emplace(pattern, split);
      if (!is_new && place->second != split) place->second = store::Split::kAuto;
    }
  };
  add(data.train, store::Split::kTrain);
  add(data.validation, store::Split::kValidation);
  add(data.test, store::Split::kTest);
  std::ranges::copy_if(named, std::back_inserter(folders_),
                       [](const auto& folder) { return folder.second != store::Split::kAuto; });
}

void SplitHints::Resolve(const PictureIndex& pictures) {
  for (const bool weak : {false, true}) {
    for (const Line& line : lines_) {
      if (line.weak != weak) continue;
      int64_t picture = pictures.Find(line.picture, line.list);
      if (picture == PictureIndex::kNone) picture = pictures.FindStem(line.picture, line.list);
      if (picture >= 0) listed_.try_emplace(static_cast<size_t>(picture), line.split);
    }
  }
  lines_ = {};
}

store::Split SplitHints::Of(size_t picture, const std::string& path, store::Split of_label_file) const {
  if (const auto listed = listed_.find(picture); listed != listed_.end()) return listed->second;
  if (of_label_file != store::Split::kAuto) return of_label_file;
  const std::string folder = "/" + std::string(FolderOf(path)) + "/";
  for (const auto& [pattern, split] : folders_) {
    if (folder.contains(pattern)) return split;
  }
  for (std::string_view rest = FolderOf(path); !rest.empty(); rest = FolderOf(rest)) {
    if (const store::Split split = ParseSplit(FileName(rest)); split != store::Split::kAuto) return split;
  }
  return store::Split::kAuto;
}

}  // namespace easel::dataset
