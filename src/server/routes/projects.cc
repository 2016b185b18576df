#include "base/random.h"
#include "dataset/check.h"
#include "dataset/export/export.h"
#include "dataset/grouping.h"
#include "server/http/url.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

Result<api::Project> ProjectDocument(store::Catalog& catalog, const store::Project& project) {
  api::Project document;
  document.name = project.name;
  document.task = project.task;
  EASEL_ASSIGN(document.items, catalog.items().Count(project.id, {}));
  EASEL_ASSIGN(document.unlabelled, catalog.items().Count(project.id, {.unlabelled_only = true}));
  EASEL_ASSIGN(const auto classes, catalog.projects().Classes(project.id));
  for (const store::Class& row : classes) {
    api::ClassCount& count = document.classes.emplace_back(row.name, row.items);
    if (project.task == store::kDetection) count.boxes = row.boxes;
    if (project.task == store::kSound) count.segments = row.boxes;
  }
  EASEL_ASSIGN(const auto models, catalog.models().List(project.id));
  for (const store::Model& model : models) document.models = std::max<int64_t>(document.models, model.number);
  document.created = project.created;
  return document;
}

Result<http::Response> ListProjects(Services& services) {
  EASEL_ASSIGN(const auto projects, services.catalog.projects().List());
  std::vector<api::Project> documents;
  for (const store::Project& project : projects) {
    EASEL_ASSIGN(documents.emplace_back(), ProjectDocument(services.catalog, project));
  }
  return Reply(documents);
}

Result<http::Response> CreateProject(http::Call& call, Services& services) {
  EASEL_ASSIGN(const api::NewProject body, ReadBody(call, api::NewProjectFromJson));
  EASEL_ASSIGN(const store::Project project, services.catalog.projects().Create(body.name, body.task));
  EASEL_ASSIGN(const api::Project document, ProjectDocument(services.catalog, project));
  return Reply(document, 201);
}

Result<http::Response> GetProject(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const api::Project document, ProjectDocument(services.catalog, project));
  return Reply(document);
}

Result<http::Response> DeleteProject(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_TRY(services.catalog.projects().Delete(project.id));
  return NoContent();
}

Result<http::Response> CheckData(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const dataset::CheckReport report, dataset::Check(services.catalog, project.id));
  return http::JsonResponse(200, report.ToJson(call.request.language));
}

Result<http::Response> GroupItems(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const api::NamePattern body, ReadBody(call, api::NamePatternFromJson));
  EASEL_ASSIGN(const dataset::NamePattern pattern, dataset::NamePattern::Parse(body.names));
  EASEL_ASSIGN(const dataset::GroupingReport report,
               dataset::GroupByName(services.catalog, project.id, pattern));
  return http::JsonResponse(200, report.ToJson());
}

Result<http::Response> ExportData(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  const auto file = services.uploads / (RandomHex(16) + ".zip");
  NoProgress progress;
  EASEL_TRY(
      dataset::Export(services.catalog, services.blobs, project, call.QueryText("format"), file, progress));
  http::Response response{.status = 200,
                          .content_type = "application/zip",
                          .headers = {},
                          .body = http::FileBody{.path = file, .remove_afterwards = true}};
  response.headers.Add("Content-Disposition",
                       "attachment; filename*=UTF-8''" + http::EncodePercent(project.name + ".zip"));
  return response;
}

}  // namespace

void AddProjectRoutes(http::Router& router, Services& services) {
  router.Add("listProjects", [&services](http::Call&) { return ListProjects(services); });
  router.Add("createProject", [&services](http::Call& call) { return CreateProject(call, services); });
  router.Add("getProject", [&services](http::Call& call) { return GetProject(call, services); });
  router.Add("deleteProject", [&services](http::Call& call) { return DeleteProject(call, services); });
  const http::Handling heavy{.heavy = true, .check = {}};
  router.Add("groupItems", heavy, [&services](http::Call& call) { return GroupItems(call, services); });
  router.Add("checkData", heavy, [&services](http::Call& call) { return CheckData(call, services); });
  router.Add("exportData", heavy, [&services](http::Call& call) { return ExportData(call, services); });
}

}  // namespace easel::server
