#include "store/models.h"

#include "store/database.h"

namespace easel::store {
namespace {

Result<Version> ReadVersion(const Row& row) {
  return Version{.number = static_cast<int>(row.Int(0)),
                 .manifest = row.Digest(1),
                 .items = row.Int(2),
                 .created = row.Int(3)};
}

constexpr std::string_view kSelect = "SELECT number, version, bundle, report, summary, created FROM models ";

Result<Model> ReadModel(const Row& row) {
  EASEL_ASSIGN(json::object summary, row.Object(4));
  return Model{.number = static_cast<int>(row.Int(0)),
               .version = static_cast<int>(row.Int(1)),
               .bundle = row.Digest(2),
               .report = row.Digest(3),
               .summary = std::move(summary),
               .created = row.Int(5)};
}

}  // namespace

Result<Version> Models::FreezeVersion(ProjectId project, const Hash& manifest, int64_t items) {
  return database_.Transact([&]() -> Result<Version> {
    EASEL_ASSIGN(const std::optional<Version> same,
                 database_.One("SELECT number, manifest, items, created FROM versions "
                               "WHERE project = ? AND manifest = ?",
                               {project, manifest}, ReadVersion));
    if (same) return *same;
    EASEL_ASSIGN(
        const std::optional<Version> added,
        database_.One("INSERT INTO versions (project, number, manifest, items, created) "
                      "SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, ?3, ?4 FROM versions WHERE project = ?1 "
                      "RETURNING number, manifest, items, created",
                      {project, manifest, items, clock_.WallMillis()}, ReadVersion));
    return *added;
  });
}

Result<std::vector<Version>> Models::Versions(ProjectId project) {
  return database_.All(
      "SELECT number, manifest, items, created FROM versions WHERE project = ? ORDER BY number", {project},
      ReadVersion);
}

Result<Model> Models::Add(ProjectId project, JobId job, int version, const Hash& bundle, const Hash& report,
                          const json::object& summary) {
  const std::optional<int64_t> maker = job == 0 ? std::nullopt : std::optional<int64_t>(job);
  return database_.Transact([&]() -> Result<Model> {
    EASEL_ASSIGN(std::optional<Model> known,
                 database_.One(std::string(kSelect) + "WHERE job = ?", {maker}, ReadModel));
    if (!known) {
      EASEL_ASSIGN(known,
                   database_.One(
                       "INSERT INTO models (project, number, version, job, bundle, report, summary, created) "
                       "SELECT ?1, COALESCE(MAX(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM models WHERE "
                       "project = ?1 "
                       "RETURNING number, version, bundle, report, summary, created",
                       {project, version, maker, bundle, report, CanonicalJson(summary), clock_.WallMillis()},
                       ReadModel));
    }
    return std::move(*known);
  });
}

Result<Model> Models::Get(ProjectId project, int number) {
  EASEL_ASSIGN(std::optional<Model> model,
               database_.One(std::string(kSelect) + "WHERE project = ?1 AND (number = ?2 OR ?2 = 0) "
                                                    "ORDER BY number DESC LIMIT 1",
                             {project, number}, ReadModel));
  if (!model) {
    return Fail(
        ErrorKind::kNotFound, "model-unknown", {"The project has no such model.", "该项目没有这个模型。"},
        {"Train a model first, or choose an existing number.", "请先训练模型，或选择已有的模型编号。"},
        number == 0 ? std::string() : std::to_string(number));
  }
  return std::move(*model);
}

Result<std::vector<Model>> Models::List(ProjectId project) {
  return database_.All(std::string(kSelect) + "WHERE project = ? ORDER BY number", {project}, ReadModel);
}

}  // namespace easel::store
