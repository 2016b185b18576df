#include "dataset/import/report.h"

#include <algorithm>
#include <functional>

namespace easel::dataset {
namespace {

constexpr size_t kKeptIssues = 1000;

json::object Describe(const ImportReport& report, const std::function<json::value(const Text&)>& text) {
  json::array classes;
  for (const auto& [name, items] : report.classes) classes.push_back({{"name", name}, {"items", items}});
  json::array issues;
  for (const ImportIssue& issue : report.issues) {
    issues.push_back({{"entry", issue.entry},
                      {"code", issue.code},
                      {"message", text(issue.message)},
                      {"hint", text(issue.hint)}});
  }
  return {{"entries", report.entries},       {"added", report.added},
          {"duplicates", report.duplicates}, {"near_duplicates", report.near_duplicates},
          {"skipped", report.skipped},       {"failed", report.failed},
          {"boxes", report.boxes},           {"classes", std::move(classes)},
          {"issues", std::move(issues)},     {"issue_counts", json::value_from(report.issue_counts)}};
}

Result<Text> ReadText(const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const json::object* both, GetObject(object, key));
  Text text;
  EASEL_ASSIGN(text.en, GetString(*both, "en"));
  EASEL_ASSIGN(text.zh, GetString(*both, "zh"));
  return text;
}

}  // namespace

void ImportReport::Add(const Error& issue) {
  ++issue_counts[issue.code];
  if (issues.size() >= kKeptIssues) return;
  ImportIssue kept{issue.item, issue.code, issue.message, issue.hint};
  if (issue.code == "class-name-invalid" && std::ranges::find(issues, kept) != issues.end()) return;
  issues.push_back(std::move(kept));
}

void ImportReport::Add(const BoxFaults& faults) {
  for (const auto& [code, count] : faults.counts()) issue_counts[code] += count;
  for (const Error& fault : faults.first()) {
    --issue_counts[fault.code];
    Add(fault);
  }
}

json::object ImportReport::ToJson(Language language) const {
  return Describe(*this, [language](const Text& text) { return json::value(text.In(language)); });
}

json::object ImportReport::Store() const {
  return Describe(*this, [](const Text& text) { return json::value{{"en", text.en}, {"zh", text.zh}}; });
}

Result<ImportReport> ImportReport::FromStored(const json::object& object) {
  ImportReport report;
  EASEL_ASSIGN(report.entries, GetInt(object, "entries"));
  EASEL_ASSIGN(report.added, GetInt(object, "added"));
  EASEL_ASSIGN(report.duplicates, GetInt(object, "duplicates"));
  EASEL_ASSIGN(report.near_duplicates, GetInt(object, "near_duplicates"));
  EASEL_ASSIGN(report.skipped, GetInt(object, "skipped"));
  EASEL_ASSIGN(report.failed, GetInt(object, "failed"));
  EASEL_ASSIGN(report.boxes, GetIntOr(object, "boxes", 0));
  EASEL_ASSIGN(const json::array* classes, GetArray(object, "classes"));
  for (const json::value& value : *classes) {
    EASEL_ASSIGN(std::string name, GetString(value.as_object(), "name"));
    EASEL_ASSIGN(const int64_t items, GetInt(value.as_object(), "items"));
    report.classes.emplace_back(std::move(name), items);
  }
  EASEL_ASSIGN(const json::array* issues, GetArray(object, "issues"));
  for (const json::value& value : *issues) {
    ImportIssue issue;
    EASEL_ASSIGN(issue.entry, GetString(value.as_object(), "entry"));
    EASEL_ASSIGN(issue.code, GetString(value.as_object(), "code"));
    EASEL_ASSIGN(issue.message, ReadText(value.as_object(), "message"));
    EASEL_ASSIGN(issue.hint, ReadText(value.as_object(), "hint"));
    report.issues.push_back(std::move(issue));
  }
  EASEL_ASSIGN(const json::object* counts, GetObject(object, "issue_counts"));
  for (const auto& member : *counts) report.issue_counts[member.key()] = member.value().to_number<int64_t>();
  return report;
}

}  // namespace easel::dataset
