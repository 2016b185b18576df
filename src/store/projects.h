#pragma once

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// Part of Catalog; thread-safe.
class Projects {
 public:
  Projects(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// kConflict "project-exists", kBadInput "project-name-invalid", "task-unknown".
  Result<Project> Create(std::string_view name, std::string_view task);
  /// kNotFound "project-unknown".
  Result<Project> Find(std::string_view name);
  Result<Project> Get(ProjectId id);
  Result<std::vector<Project>> List();
  /// Removes the project with items, versions, models, jobs; kConflict "project-published" while a release is
  /// live.
  Status Delete(ProjectId id);

  /// Classes in the order of their first use.
  Result<std::vector<Class>> Classes(ProjectId project);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace easel::store
