#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// Finds and creates the classes of one project; remembers them for the rest of a transaction.
class ClassIds {
 public:
  ClassIds(Database& database, ProjectId project) : database_(database), project_(project) {}

  /// nullopt for the empty name.
  Result<std::optional<ClassId>> Get(std::string_view name);

 private:
  Database& database_;
  const ProjectId project_;
  std::map<std::string, ClassId, std::less<>> ids_;
};

}  // namespace easel::store
