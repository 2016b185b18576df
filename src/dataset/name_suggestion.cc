#include "dataset/name_suggestion.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>

#include "dataset/import/entry_path.h"
#include "dataset/import/name_pattern.h"

namespace easel::dataset {
namespace {

constexpr size_t kFewest = 20;  ///< names
constexpr size_t kMostParts = 8;
constexpr double kMostClasses = 0.8;  ///< of them a group has to have, on average

using Parts = std::vector<std::string_view>;

Parts PartsOf(std::string_view stem, char sign) {
  Parts parts;
  for (size_t at = 0;;) {
    const size_t end = stem.find(sign, at);
    parts.push_back(stem.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// What one part of all names is like.
struct Column {
  std::map<std::string_view, std::map<std::string_view, int>> counts;  ///< value → class → items
  bool is_class = true;
  bool has_letters = true;  ///< each value has some
  bool has_digits = false;
};

std::vector<Column> ColumnsOf(const std::vector<Parts>& names, const std::vector<std::string_view>& classes) {
  std::vector<Column> columns(names.front().size());
  for (size_t i = 0; i < names.size(); ++i) {
    for (size_t c = 0; c < columns.size(); ++c) {
      const std::string_view value = names[i][c];
      Column& column = columns[c];
      ++column.counts[value][classes[i]];
      column.is_class = column.is_class && LowerCase(value) == LowerCase(classes[i]);
      column.has_letters = column.has_letters && !std::ranges::all_of(value, IsDigit);
      column.has_digits = column.has_digits || std::ranges::any_of(value, IsDigit);
    }
  }
  return columns;
}

bool MayBeGroup(const Column& column, size_t items, size_t classes) {
  const size_t values = column.counts.size();
  if (column.is_class || !column.has_letters || values < 2 || column.counts.contains("")) return false;
  size_t pairs = 0;
  std::map<std::string_view, int> groups_of;
  for (const auto& [value, by_class] : column.counts) {
    if (by_class.size() < 2) return false;  // of one class only: part of what it is called
    pairs += by_class.size();
    for (const auto& [name, count] : by_class) ++groups_of[name];
  }
  const bool in_every_class =
      groups_of.size() == classes &&
      std::ranges::all_of(groups_of, [](const auto& group) { return group.second >= 2; });
  const bool repeated = items >= 2 * pairs;
  const bool wide = static_cast<double>(pairs) >= kMostClasses * static_cast<double>(values * classes);
  return in_every_class && repeated && wide;
}

/// The only column that may be a group; of several the only one whose values are words without digits. -1:
/// none.
ptrdiff_t GroupColumn(const std::vector<Column>& columns, size_t items, size_t classes) {
  std::vector<ptrdiff_t> candidates;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (MayBeGroup(columns[c], items, classes)) candidates.push_back(static_cast<ptrdiff_t>(c));
  }
  if (candidates.size() > 1) {
    std::erase_if(candidates, [&](ptrdiff_t c) { return columns[static_cast<size_t>(c)].has_digits; });
  }
  return candidates.size() == 1 ? candidates.front() : -1;
}

/// "" when it cannot be written as a pattern.
std::string PatternOf(const std::vector<Column>& columns, ptrdiff_t group, char sign) {
  std::string pattern;
  bool class_told = false;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (c > 0) pattern += sign;
    const Column& column = columns[c];
    if (static_cast<ptrdiff_t>(c) == group) {
      pattern += "{group}";
    } else if (column.is_class && !class_told) {
      pattern += "{class}";
      class_told = true;
    } else if (column.counts.size() == 1) {
      const std::string_view text = column.counts.begin()->first;
      if (text.empty() || text.find_first_of("{}/'\\") != std::string_view::npos) return "";
      pattern += text;
    } else if (!column.has_letters) {
      pattern += "{number}";
    } else {
      pattern += "{part}";
    }
  }
  return pattern;
}

std::optional<NameSuggestion> SuggestWith(char sign, const std::vector<std::string_view>& stems,
                                          const std::vector<std::string_view>& classes, size_t class_count) {
  std::vector<Parts> names;
  for (const std::string_view stem : stems) {
    names.push_back(PartsOf(stem, sign));
    const size_t parts = names.back().size();
    if (parts < 2 || parts > kMostParts || parts != names.front().size()) return std::nullopt;
  }
  const std::vector<Column> columns = ColumnsOf(names, classes);
  const ptrdiff_t group = GroupColumn(columns, names.size(), class_count);
  if (group < 0) return std::nullopt;
  NameSuggestion out{PatternOf(columns, group, sign), {}};
  const Result<NamePattern> pattern = NamePattern::Parse(out.pattern);
  if (!pattern) return std::nullopt;
  std::set<std::string> found;
  for (size_t i = 0; i < stems.size(); ++i) {
    const auto match = pattern->Find(std::string(stems[i]) + ".x");
    if (!match || match->group != names[i][static_cast<size_t>(group)]) return std::nullopt;
    found.insert(match->group);
  }
  out.groups.assign(found.begin(), found.end());
  return out;
}

}  // namespace

std::optional<NameSuggestion> SuggestNamePattern(std::span<const NamedItem> items) {
  std::vector<std::string_view> stems;
  std::vector<std::string_view> classes;
  std::set<std::string_view> distinct;
  for (const NamedItem& item : items) {
    if (item.class_name.empty()) continue;
    stems.push_back(StemOf(item.name));
    classes.push_back(item.class_name);
    distinct.insert(item.class_name);
  }
  if (stems.size() < kFewest || distinct.size() < 2) return std::nullopt;
  for (const char sign : {'_', '-', ' ', '.'}) {
    if (auto found = SuggestWith(sign, stems, classes, distinct.size())) return found;
  }
  return std::nullopt;
}

}  // namespace easel::dataset
