#include "dataset/version.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>

#include "dataset/version_manifest.h"

namespace easel::dataset {
namespace {

/// Inside a transaction: classes and items have to fit each other.
Result<Labelled> ReadLabelled(store::Catalog& catalog, store::ProjectId project) {
  EASEL_ASSIGN(std::vector<store::Class> classes, catalog.projects().Classes(project));
  std::erase_if(classes, [](const store::Class& c) { return c.items == 0; });
  std::ranges::sort(classes, {}, &store::Class::name);
  Labelled out;
  std::unordered_map<store::ClassId, int> labels;
  for (const store::Class& c : classes) {
    labels[c.id] = static_cast<int>(out.version.classes.size());
    out.version.classes.push_back(c.name);
  }
  std::vector<std::pair<FrozenItem, uint64_t>> items;
  EASEL_TRY(catalog.items().ForEach(project, [&](const store::Item& item) -> Status {
    if (item.class_id) {
      items.push_back({{item.hash, item.name, labels.at(*item.class_id), item.split, 0, item.width, item.height},
                       item.fingerprint});
    }
    return {};
  }));
  std::ranges::sort(items, {}, [](const auto& item) { return item.first.hash; });
  for (auto& [item, fingerprint] : items) {
    out.version.items.push_back(std::move(item));
    out.fingerprints.push_back(fingerprint);
  }
  return out;
}

Status CheckTrainable(const FrozenVersion& version) {
  if (version.items.empty()) {
    return Fail(ErrorKind::kBadInput, "no-items",
                {"The project has no labelled pictures.", "项目中没有已标注的图片。"},
                {"Import pictures and give each a class.", "请先导入图片并为其标注类别。"});
  }
  if (version.classes.size() == 1) {
    return Fail(ErrorKind::kBadInput, "one-class-only",
                {"All labelled pictures belong to one class, so there is nothing to tell apart.",
                 "所有已标注图片都属于同一类别，无法学习区分。"},
                {"Add pictures of at least one other class, for example \"other\".",
                 "请至少再添加一个类别的图片，例如“其他”。"},
                version.classes.front());
  }
  std::vector<int> counts(version.classes.size(), 0);
  for (const FrozenItem& item : version.items) ++counts[static_cast<size_t>(item.label)];
  for (size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] < 2) {
      return Fail(ErrorKind::kBadInput, "class-too-small",
                  {"The class \"" + version.classes[c] + "\" has only one picture; at least 2 are needed.",
                   "类别“" + version.classes[c] + "”只有一张图片，至少需要 2 张。"},
                  {"Add pictures to the class (20 or more are advised), or remove it.",
                   "请为该类别添加图片（建议 20 张以上），或删除该类别。"},
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

}  // namespace

Result<FrozenVersion> Freeze(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                             const OtherClass* other) {
  Labelled labelled;
  EASEL_TRY(catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(labelled, ReadLabelled(catalog, project));
    return {};
  }));
  if (other != nullptr) EASEL_TRY(AddOther(catalog, blobs, project, *other, labelled));
  FrozenVersion version = std::move(labelled.version);
  EASEL_TRY(CheckTrainable(version));
  const std::vector<int> groups = GroupCopies(labelled.fingerprints);
  for (size_t i = 0; i < groups.size(); ++i) version.items[i].group = groups[i];
  const std::string manifest = ManifestOf(version);
  EASEL_ASSIGN(version.manifest, blobs.Put(std::as_bytes(std::span(manifest))));
  EASEL_ASSIGN(
      const store::Version row,
      catalog.models().FreezeVersion(project, version.manifest, static_cast<int64_t>(version.items.size())));
  version.number = row.number;
  return version;
}

}  // namespace easel::dataset
