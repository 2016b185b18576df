#include "dataset/grouping.h"

namespace easel::dataset {
namespace {

constexpr size_t kNamed = 20;

Status CheckPattern(const NamePattern& pattern) {
  if (pattern.has_group() && pattern.folders() == 0) return {};
  if (pattern.has_group()) {
    return Fail(
        ErrorKind::kUsage, "name-pattern-invalid",
        {"The project keeps the names of the files, not their folders.", "项目只保留文件名，不保留文件夹。"},
        {"Give this pattern to the import, with --names.", "请在导入时用 --names 指定该模式。"});
  }
  return Fail(ErrorKind::kUsage, "name-pattern-invalid",
              {"The pattern has no {group}.", "该模式中没有 {group}。"},
              {"Write for example {class}_{group}_{number}.", "例如：{class}_{group}_{number}。"});
}

struct Change {
  store::ItemId item = 0;
  std::string group;
};

}  // namespace

json::object GroupingReport::ToJson() const {
  json::array rows;
  for (const auto& [name, count] : groups) rows.push_back({{"name", name}, {"items", count}});
  return {{"items", items},
          {"changed", changed},
          {"groups", std::move(rows)},
          {"unmatched", unmatched},
          {"unmatched_names", json::value_from(unmatched_names)}};
}

Result<GroupingReport> GroupByName(store::Catalog& catalog, store::ProjectId project,
                                   const NamePattern& pattern) {
  EASEL_TRY(CheckPattern(pattern));
  GroupingReport report;
  EASEL_TRY(catalog.Transact([&]() -> Status {
    std::vector<Change> changes;
    EASEL_TRY(catalog.items().ForEach(project, [&](const store::Item& item) -> Status {
      ++report.items;
      const auto match = pattern.Find(item.name);
      if (!match) {
        if (++report.unmatched <= static_cast<int64_t>(kNamed)) report.unmatched_names.push_back(item.name);
        return {};
      }
      ++report.groups[match->group];
      if (item.source != match->group) changes.push_back({item.id, match->group});
      return {};
    }));
    for (const Change& change : changes) {
      EASEL_TRY(catalog.items().SetSource(project, change.item, change.group));
    }
    report.changed = static_cast<int64_t>(changes.size());
    return {};
  }));
  if (report.items > 0 && report.groups.empty()) {
    return Fail(ErrorKind::kBadInput, "group-none",
                {"No name in the project looks like this pattern.", "项目中没有符合该模式的文件名。"},
                {"Compare it with a name; {class}_{group}_{number} is for names like 8_jackson_12.wav.",
                 "请与文件名对照；{class}_{group}_{number} 适用于 8_jackson_12.wav 这样的文件名。"},
                report.unmatched_names.front());
  }
  return report;
}

}  // namespace easel::dataset
