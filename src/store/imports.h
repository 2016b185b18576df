#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// How far an import has come; saved in the transaction that adds the items, so that it never says more or
/// less than is there.
struct ImportCursor {
  int64_t entries = 0;  ///< of the source that are dealt with
  json::object report;  ///< about those
};

/// Part of Catalog; thread-safe.
class Imports {
 public:
  explicit Imports(Database& database) : database_(database) {}

  /// nullopt while nothing of this import is stored.
  Result<std::optional<ImportCursor>> Find(ProjectId project, std::string_view resume_key);
  Status Save(ProjectId project, std::string_view resume_key, const ImportCursor& cursor);

 private:
  Database& database_;
};

}  // namespace easel::store
