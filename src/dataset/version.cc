#include "dataset/version.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dataset/labelled.h"
#include "dataset/version_manifest.h"

namespace easel::dataset {
namespace {

Status CheckNotEmpty(const FrozenVersion& version) {
  if (!version.items.empty()) return {};
  return Fail(ErrorKind::kBadInput, "no-items",
              {"The project has no labelled data.", "项目中没有已标注的数据。"},
              {"Import pictures or sounds and label them.", "请先导入图片或声音并进行标注。"});
}

/// One class is enough to look for, and few boxes are better than none: the check warns of them.
Status CheckBoxes(const FrozenVersion& version) {
  if (!version.classes.empty()) return {};
  return Fail(ErrorKind::kBadInput, "no-boxes",
              {"No picture has a box, so there is nothing to learn to find.",
               "没有任何图片带有标注框，无法学习检测目标。"},
              {"Draw boxes around the objects, at least 20 of each class.",
               "请为目标物体画框，每个类别至少 20 个。"});
}

Status CheckClasses(const FrozenVersion& version) {
  if (version.classes.size() == 1) {
    return Fail(
        ErrorKind::kBadInput, "one-class-only",
        {"Everything that is labelled belongs to one class, so there is nothing to tell apart.",
         "所有已标注的数据都属于同一类别，无法学习区分。"},
        {"Add at least one other class, for example \"other\".", "请至少再添加一个类别，例如“其他”。"},
        version.classes.front());
  }
  std::vector<int> counts(version.classes.size(), 0);
  for (const FrozenItem& item : version.items) {
    for (const FrozenBox& segment : item.boxes) ++counts[static_cast<size_t>(segment.label)];
    if (item.boxes.empty()) ++counts[static_cast<size_t>(item.label)];
  }
  for (size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] < 2) {
      return Fail(ErrorKind::kBadInput, "class-too-small",
                  {"The class \"" + version.classes[c] + "\" has only one item; at least 2 are needed.",
                   "类别“" + version.classes[c] + "”只有一项数据，至少需要 2 项。"},
                  {"Add to the class (20 or more are advised), or remove it.",
                   "请为该类别添加数据（建议 20 项以上），或删除该类别。"},
                  version.classes[c]);
    }
  }
  return {};
}

std::vector<size_t> SizesOf(const std::vector<int>& groups) {
  std::vector<size_t> sizes;
  for (const int group : groups) {
    sizes.resize(std::max(sizes.size(), static_cast<size_t>(group) + 1));
    ++sizes[static_cast<size_t>(group)];
  }
  return sizes;
}

/// Groups of copies; see Freeze for what becomes of groups that are too large.
std::vector<int> GroupCopies(const std::vector<uint64_t>& fingerprints) {
  const size_t largest = std::max<size_t>(8, fingerprints.size() / 10);
  const std::vector<int> near = GroupNearDuplicates(fingerprints, media::kNearDuplicateBits);
  const std::vector<int> equal = GroupNearDuplicates(fingerprints, 0);
  const std::vector<size_t> near_sizes = SizesOf(near);
  const std::vector<size_t> equal_sizes = SizesOf(equal);
  std::unordered_map<uint64_t, int> numbers;
  std::vector<int> groups;
  for (size_t i = 0; i < fingerprints.size(); ++i) {
    const auto near_group = static_cast<size_t>(near[i]);
    const auto equal_group = static_cast<size_t>(equal[i]);
    uint64_t key = near_group << 2;
    if (near_sizes[near_group] > largest) key = equal_group << 2 | 1;
    if (near_sizes[near_group] > largest && equal_sizes[equal_group] > largest) key = i << 2 | 2;
    groups.push_back(numbers.try_emplace(key, static_cast<int>(numbers.size())).first->second);
  }
  return groups;
}

bool AreOfSeveralSources(const std::vector<FrozenItem>& items) {
  std::string_view first;
  for (const FrozenItem& item : items) {
    if (first.empty()) first = item.source;
    if (!item.source.empty() && item.source != first) return true;
  }
  return false;
}

/// Joins the groups whose items are of one source.
void JoinSources(const std::vector<FrozenItem>& items, std::vector<int>& groups) {
  if (!AreOfSeveralSources(items)) return;
  std::vector<int> parent(groups.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](int group) {
    while (parent[static_cast<size_t>(group)] != group) group = parent[static_cast<size_t>(group)];
    return group;
  };
  std::unordered_map<std::string_view, int> group_of_source;
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].source.empty()) continue;
    const auto [first, is_new] = group_of_source.try_emplace(items[i].source, groups[i]);
    if (is_new) continue;
    const auto [a, b] = std::minmax({root(first->second), root(groups[i])});
    parent[static_cast<size_t>(b)] = a;
  }
  std::unordered_map<int, int> numbers;
  for (int& group : groups) {
    group = numbers.try_emplace(root(group), static_cast<int>(numbers.size())).first->second;
  }
}

}  // namespace

Result<FrozenVersion> Freeze(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                             const OtherClass* other) {
  Labelled labelled;
  EASEL_ASSIGN(const store::Project row, catalog.projects().Get(project));
  EASEL_TRY(catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(labelled, ReadLabelled(catalog, row));
    return {};
  }));
  if (other != nullptr) EASEL_TRY(AddOther(catalog, blobs, project, *other, labelled));
  FrozenVersion version = std::move(labelled.version);
  EASEL_TRY(CheckNotEmpty(version));
  EASEL_TRY(row.task == store::kDetection ? CheckBoxes(version) : CheckClasses(version));
  std::vector<int> groups = GroupCopies(labelled.fingerprints);
  JoinSources(version.items, groups);
  for (size_t i = 0; i < groups.size(); ++i) version.items[i].group = groups[i];
  const std::string manifest = ManifestOf(version);
  EASEL_ASSIGN(version.manifest, blobs.Put(std::as_bytes(std::span(manifest))));
  EASEL_ASSIGN(
      const store::Version frozen,
      catalog.models().FreezeVersion(project, version.manifest, static_cast<int64_t>(version.items.size())));
  version.number = frozen.number;
  return version;
}

}  // namespace easel::dataset
