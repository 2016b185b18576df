#include "server/routes/documents.h"
#include "server/routes/routes.h"
#include "training/options.h"

namespace easel::server {
namespace {

Result<json::object> GivenOptions(const http::Call& call, const store::Project& project) {
  EASEL_ASSIGN(const json::value body, ParseJson(call.request.body, "body"));
  if (!body.is_object()) {
    return Fail(ErrorKind::kBadInput, "field-invalid",
                {"The body must be an object of options.", "请求体必须是选项对象。"},
                {"Send {} for the defaults.", "使用默认值时请发送 {}。"}, "body");
  }
  EASEL_TRY(OptionValues::Parse(training::TrainOptionsOf(project.task), body.get_object()));
  return body.get_object();
}

Result<http::Response> Train(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const json::object options, GivenOptions(call, project));
  EASEL_ASSIGN(const store::Job job,
               services.catalog.jobs().Add("train", project.id, {{"options", options}}));
  return Reply(JobDocument(job, project.name, call.request.language), 202);
}

Result<http::Response> ListVersions(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const auto versions, services.catalog.models().Versions(project.id));
  std::vector<api::Version> documents;
  for (const store::Version& version : versions) {
    documents.push_back({.number = version.number,
                         .manifest = version.manifest.Hex(),
                         .items = version.items,
                         .created = version.created});
  }
  return Reply(documents);
}

}  // namespace

void AddTrainingRoutes(http::Router& router, Services& services) {
  router.Add("train", [&services](http::Call& call) { return Train(call, services); });
  router.Add("listVersions", [&services](http::Call& call) { return ListVersions(call, services); });
}

}  // namespace easel::server
