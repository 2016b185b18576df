#include "store/imports.h"

#include <string>

#include "store/database.h"

namespace easel::store {

Result<std::optional<ImportCursor>> Imports::Find(ProjectId project, std::string_view resume_key) {
  return database_.One("SELECT entries, report FROM import_cursors WHERE project = ? AND resume_key = ?",
                       {project, resume_key}, [](const Row& row) -> Result<ImportCursor> {
                         EASEL_ASSIGN(json::object report, row.Object(1));
                         return ImportCursor{row.Int(0), std::move(report)};
                       });
}

Status Imports::Save(ProjectId project, std::string_view resume_key, const ImportCursor& cursor) {
  const std::string report = json::serialize(cursor.report);
  EASEL_TRY(
      database_.Run("INSERT INTO import_cursors (project, resume_key, entries, report) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (project, resume_key) DO UPDATE SET entries = excluded.entries, "
                    "report = excluded.report",
                    {project, resume_key, cursor.entries, report}));
  return {};
}

}  // namespace easel::store
