#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/boxes.h"
#include "store/credentials.h"
#include "store/imports.h"
#include "store/items.h"
#include "store/jobs.h"
#include "store/models.h"
#include "store/projects.h"
#include "store/releases.h"

namespace easel::store {

class Database;  // the SQLite connection: prepared statements, transactions

/// All rows of one installation: EASEL_HOME/catalog.db (SQLite, WAL, synchronous=FULL), migrated when opened.
/// The only place with SQL. Thread-safe: calls of several threads follow one another; several processes may
/// have it open. What a call acknowledged survives kill -9 and power loss.
class Catalog {
 public:
  static Result<std::unique_ptr<Catalog>> Open(const std::filesystem::path& home, const Clock& clock);
  ~Catalog();

  Projects& projects() { return projects_; }
  Items& items() { return items_; }
  Boxes& boxes() { return boxes_; }
  Imports& imports() { return imports_; }
  Models& models() { return models_; }  ///< and data versions
  Releases& releases() { return releases_; }
  Jobs& jobs() { return jobs_; }
  Credentials& credentials() { return credentials_; }

  /// Runs `body` as one transaction: what it did is kept as a whole when it succeeds, undone as a whole when
  /// it fails. Calls of other threads wait. May be nested (the inner one joins the outer).
  Status Transact(const std::function<Status()>& body);

 private:
  explicit Catalog(std::unique_ptr<Database> database, const Clock& clock);
  std::unique_ptr<Database> database_;
  Projects projects_;
  Items items_;
  Boxes boxes_;
  Imports imports_;
  Models models_;
  Releases releases_;
  Jobs jobs_;
  Credentials credentials_;
};

}  // namespace easel::store
