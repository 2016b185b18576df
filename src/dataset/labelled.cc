#include "dataset/labelled.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace easel::dataset {
namespace {

using Labels = std::unordered_map<std::string, int>;

FrozenItem ItemOf(const store::Item& item) {
  return {.hash = item.hash,
          .name = item.name,
          .split = item.split,
          .source = item.source,
          .width = item.width,
          .height = item.height,
          .seconds = item.sound ? item.sound->seconds : 0};
}

FrozenBox BoxOf(const store::ItemBox& box, const Labels& labels) {
  return {.box = {box.left, box.top, box.width, box.height},
          .label = labels.at(box.class_name),
          .difficult = box.difficult,
          .crowd = box.crowd};
}

/// Leaves out classes that nothing teaches: that of a recording does not count where segments of it are
/// labelled.
void DropUnused(FrozenVersion& version) {
  std::vector<bool> used(version.classes.size(), false);
  for (const FrozenItem& item : version.items) {
    for (const int label : LabelsOf(item)) used[static_cast<size_t>(label)] = true;
  }
  std::vector<int> renumbered(used.size(), 0);
  std::vector<std::string> kept;
  for (size_t label = 0; label < used.size(); ++label) {
    renumbered[label] = static_cast<int>(kept.size());
    if (used[label]) kept.push_back(std::move(version.classes[label]));
  }
  version.classes = std::move(kept);
  for (FrozenItem& item : version.items) {
    if (item.boxes.empty()) item.label = renumbered[static_cast<size_t>(item.label)];
    for (FrozenBox& segment : item.boxes) segment.label = renumbered[static_cast<size_t>(segment.label)];
  }
}

}  // namespace

Result<Labelled> ReadLabelled(store::Catalog& catalog, const store::Project& project) {
  EASEL_ASSIGN(std::vector<store::Class> classes, catalog.projects().Classes(project.id));
  std::erase_if(classes, [](const store::Class& c) { return c.items == 0; });
  std::ranges::sort(classes, {}, &store::Class::name);
  Labelled out;
  out.version.task = project.task;
  Labels labels;
  std::unordered_map<store::ClassId, int> labels_by_id;
  for (const store::Class& c : classes) {
    labels_by_id[c.id] = labels[c.name] = static_cast<int>(out.version.classes.size());
    out.version.classes.push_back(c.name);
  }
  std::vector<std::pair<FrozenItem, uint64_t>> items;
  const bool is_sound = project.task == store::kSound;
  if (project.task != store::kClassification) {
    EASEL_TRY(catalog.boxes().ForEach(
        project.id, [&](const store::Item& item, std::span<const store::ItemBox> boxes) -> Status {
          if (is_sound && boxes.empty()) return {};  // its class counts, if it has one
          FrozenItem& frozen = items.emplace_back(ItemOf(item), item.fingerprint).first;
          frozen.boxes.reserve(boxes.size());
          for (const store::ItemBox& box : boxes) frozen.boxes.push_back(BoxOf(box, labels));
          return {};
        }));
  }
  if (project.task != store::kDetection) {
    EASEL_TRY(catalog.items().ForEach(project.id, [&](const store::Item& item) -> Status {
      if (!item.class_id || item.boxes.value_or(0) > 0) return {};
      items.emplace_back(ItemOf(item), item.fingerprint).first.label = labels_by_id.at(*item.class_id);
      return {};
    }));
  }
  std::ranges::sort(items, {}, [](const auto& item) { return item.first.hash; });
  for (auto& [item, fingerprint] : items) {
    out.version.items.push_back(std::move(item));
    out.fingerprints.push_back(fingerprint);
  }
  if (is_sound) DropUnused(out.version);
  return out;
}

}  // namespace easel::dataset
