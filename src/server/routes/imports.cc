#include <algorithm>

#include "dataset/import/import.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"
#include "server/uploads.h"

namespace easel::server {
namespace {

/// The import's options as the query gives them, checked.
Result<json::object> GivenOptions(const http::Call& call) {
  json::object given;
  for (const std::string_view name : {"format", "label", "names", "split"}) {
    if (const std::string text = call.QueryText(name); !text.empty()) given[name] = text;
  }
  EASEL_TRY(OptionValues::Parse(dataset::ImportOptions(), given));
  return given;
}

Result<std::string> GivenName(const http::Call& call) {
  std::string name = call.QueryText("name");
  if (!name.empty()) return name;
  return Fail(ErrorKind::kUsage, "parameter-missing", {"The file's name is missing.", "缺少文件名。"},
              {"Add ?name=photos.zip to the address.", "请在地址后加上 ?name=photos.zip。"}, "name");
}

/// All that can be wrong with an import before its bytes are here.
Status CheckImport(const http::Call& call, Services& services) {
  EASEL_TRY(ProjectOf(call, services));
  EASEL_TRY(GivenName(call));
  EASEL_TRY(GivenOptions(call));
  return {};
}

Result<http::Response> ImportData(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const std::string name, GivenName(call));
  EASEL_ASSIGN(const json::object options, GivenOptions(call));
  EASEL_ASSIGN(const auto path, NameUpload(std::move(call.request.upload), services.uploads, name));
  EASEL_ASSIGN(const store::Job job,
               services.catalog.jobs().Add(
                   "import", project.id,
                   {{"path", path.string()}, {"options", options}, {"upload", true}, {"name", name}}));
  return Reply(JobDocument(job, project.name, call.request.language), 202);
}

Status CheckEvaluation(const http::Call& call, Services& services) {
  EASEL_TRY(ModelOf(call, services));
  EASEL_TRY(GivenName(call));
  return {};
}

Result<http::Response> EvaluateModel(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const store::Model model, ModelOf(call, services));
  EASEL_ASSIGN(const std::string name, GivenName(call));
  EASEL_ASSIGN(const auto path, NameUpload(std::move(call.request.upload), services.uploads, name));
  EASEL_ASSIGN(const store::Job job, services.catalog.jobs().Add("evaluate", project.id,
                                                                 {{"model", model.number},
                                                                  {"path", path.string()},
                                                                  {"names", call.QueryText("names")},
                                                                  {"upload", true},
                                                                  {"name", name}}));
  return Reply(JobDocument(job, project.name, call.request.language), 202);
}

}  // namespace

void AddImportRoutes(http::Router& router, Services& services) {
  const auto upload = [&services](auto check) {
    return http::Handling{
        .place = http::BodyPlace::kFile,
        .max_body = services.max_upload,
        .check = [&services, check](const http::Call& call) { return check(call, services); }};
  };
  router.Add("importData", upload(CheckImport),
             [&services](http::Call& call) { return ImportData(call, services); });
  router.Add("evaluateModel", upload(CheckEvaluation),
             [&services](http::Call& call) { return EvaluateModel(call, services); });
}

}  // namespace easel::server
