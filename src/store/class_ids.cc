#include "store/class_ids.h"

#include "store/database.h"

namespace easel::store {

Result<std::optional<ClassId>> ClassIds::Get(std::string_view name) {
  if (name.empty()) return std::nullopt;
  if (const auto known = ids_.find(name); known != ids_.end()) return known->second;
  EASEL_ASSIGN(
      std::optional<int64_t> id,
      database_.One("SELECT id FROM classes WHERE project = ? AND name = ?", {project_, name}, ReadInt));
  if (!id) {
    EASEL_ASSIGN(id, database_.One("INSERT INTO classes (project, name) VALUES (?, ?) RETURNING id",
                                   {project_, name}, ReadInt));
  }
  ids_.emplace(name, *id);
  return id;
}

}  // namespace easel::store
