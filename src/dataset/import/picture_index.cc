#include "dataset/import/picture_index.h"

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

constexpr size_t kParts = 4;  // of a path's end that are looked up
constexpr size_t kMaxCandidates = 256;

/// The last 1, 2, … parts of a path, as far as there are any.
std::vector<std::string_view> EndsOf(std::string_view path) {
  std::vector<std::string_view> ends;
  size_t slash = path.size();
  while (ends.size() < kParts && slash != 0) {
    slash = path.rfind('/', slash - 1);
    if (slash == std::string_view::npos) slash = 0;
    ends.push_back(path.substr(slash == 0 ? 0 : slash + 1));
  }
  return ends;
}

}  // namespace

void PictureIndex::Build() {
  const std::hash<std::string_view> hash;
  for (uint32_t i = 0; i < paths_.size(); ++i) {
    const std::string path = LowerCase(paths_[i]);
    for (const std::string_view end : EndsOf(path)) by_name_.emplace_back(hash(end), i);
    for (const std::string_view end : EndsOf(StemOf(path))) by_stem_.emplace_back(hash(end), i);
  }
  std::ranges::sort(by_name_);
  std::ranges::sort(by_stem_);
}

int64_t PictureIndex::Find(std::string_view name, std::string_view near) const {
  const int64_t found = Search(by_name_, name, near, false);
  return found == kNone && HasPictureExtension(name) ? FindStem(StemOf(name), near) : found;
}

int64_t PictureIndex::FindStem(std::string_view stem, std::string_view near) const {
  return Search(by_stem_, stem, near, true);
}

int64_t PictureIndex::Search(const Keys& keys, std::string_view name, std::string_view near,
                             bool stems) const {
  std::string wanted = LowerCase(name);
  std::ranges::replace(wanted, '\\', '/');
  const std::vector<std::string_view> ends = EndsOf(wanted);
  for (size_t parts = ends.size(); parts-- > 0;) {
    const std::string_view end = ends[parts];
    const auto range = std::ranges::equal_range(keys, std::hash<std::string_view>()(end), {},
                                                [](const auto& key) { return key.first; });
    if (range.size() > kMaxCandidates) return kAmbiguous;
    std::pair<size_t, bool> best;
    int64_t found = kNone;
    for (const auto& [key, picture] : range) {
      const std::string& path = paths_[picture];
      const std::string_view comparable = stems ? StemOf(path) : std::string_view(path);
      if (!LowerCase(comparable).ends_with(end)) continue;  // another text of the same hash
      const std::pair rank(CommonFolders(path, near), comparable.ends_with(FileName(name)));
      if (found != kNone && rank < best) continue;
      found = found != kNone && rank == best ? kAmbiguous : static_cast<int64_t>(picture);
      best = rank;
    }
    if (found != kNone) return found;
  }
  return kNone;
}

}  // namespace easel::dataset
