#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace easel::store {

class Database;

/// The scripts of migrations/*.sql: script i leads from catalog version i to i + 1. A script that was
/// released is never changed; the next change is a new script.
std::span<const std::string_view> Migrations();

/// Brings the database to the newest version, each step in a transaction of its own; the version is SQLite's
/// user_version. A database of a newer program is left alone: kRefused "catalog-too-new".
Status Migrate(Database& database);

}  // namespace easel::store
