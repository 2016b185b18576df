#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "dataset/import/name_pattern.h"
#include "store/catalog.h"

namespace easel::dataset {

/// What a grouping did.
struct GroupingReport {
  int64_t items = 0;                         ///< of the project
  int64_t changed = 0;                       ///< got a group, or another one
  std::map<std::string, int64_t> groups;     ///< items by the group that the pattern found
  int64_t unmatched = 0;                     ///< items whose names do not look so: they keep what they have
  std::vector<std::string> unmatched_names;  ///< the first 20

  json::object ToJson() const;
};

/// Gives the project's items the groups that their names tell, all or none of them. Errors: kUsage
/// "name-pattern-invalid" for a pattern without {group} or with folders, which the project does not keep;
/// kBadInput "group-none" when no name looks like the pattern, "group-name-invalid".
Result<GroupingReport> GroupByName(store::Catalog& catalog, store::ProjectId project,
                                   const NamePattern& pattern);

}  // namespace easel::dataset
