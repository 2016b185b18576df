#include "publish/releases.h"

#include <algorithm>

#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

Result<http::Response> ReplyRelease(Services& services, const store::Release& release) {
  EASEL_ASSIGN(const store::Project project, services.catalog.projects().Get(release.project));
  return Reply(ReleaseDocument(release, project.name));
}

Result<http::Response> ListReleases(http::Call& call, Services& services) {
  Result<std::vector<store::Release>> releases = services.catalog.releases().List();
  if (const std::string name = call.QueryText("project"); !name.empty()) {
    EASEL_ASSIGN(const store::Project project, services.catalog.projects().Find(name));
    releases = services.catalog.releases().OfProject(project.id);
  }
  if (!releases) return std::unexpected(releases.error());
  EASEL_ASSIGN(const auto names, ProjectNames(services.catalog));
  std::vector<api::Release> documents;
  for (const store::Release& release : *releases) {
    const auto name = names.find(release.project);
    if (name != names.end()) documents.push_back(ReleaseDocument(release, name->second));
  }
  return Reply(documents);
}

Result<http::Response> Publish(http::Call& call, Services& services) {
  EASEL_ASSIGN(const api::NewRelease body, ReadBody(call, api::NewReleaseFromJson));
  EASEL_ASSIGN(const store::Project project, services.catalog.projects().Find(body.project));
  const int number = static_cast<int>(std::clamp<int64_t>(body.model, -1, 1'000'000'000));
  EASEL_ASSIGN(const store::Release release,
               publish::Publish(services.catalog, services.blobs, services.decoder, project, number,
                                call.Path("suffix"), body.open.value_or(false)));
  return ReplyRelease(services, release);
}

Result<http::Response> Unpublish(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Release release, services.catalog.releases().Unpublish(call.Path("suffix")));
  return ReplyRelease(services, release);
}

Result<http::Response> RollBack(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Release release, services.catalog.releases().RollBack(call.Path("suffix")));
  return ReplyRelease(services, release);
}

Result<http::Response> GetHistory(http::Call& call, Services& services) {
  EASEL_TRY(services.catalog.releases().Find(call.Path("suffix")));
  EASEL_ASSIGN(const auto events, services.catalog.releases().History(call.Path("suffix")));
  std::vector<api::ReleaseEvent> documents;
  for (const store::ReleaseEvent& event : events) {
    documents.push_back({.action = event.action, .model = event.model, .at = event.at});
  }
  return Reply(documents);
}

Status CheckReleaseAndSize(const http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Release release, services.catalog.releases().Find(call.Path("suffix")));
  EASEL_ASSIGN(const store::Project project, services.catalog.projects().Get(release.project));
  return CheckFileSize(call, project.task);
}

Result<http::Response> Predict(http::Call& call, Services& services) {
  // Looked up each time: a release made live by any process counts from the next request on.
  EASEL_ASSIGN(const store::Release release, services.catalog.releases().Find(call.Path("suffix")));
  if (!release.live) {
    return Fail(ErrorKind::kNotFound, "release-offline", {"This model was taken offline.", "该模型已下线。"},
                {"Publish it again in the studio.", "请在工作台重新发布。"}, release.suffix);
  }
  EASEL_ASSIGN(const store::Model model, services.catalog.models().Get(release.project, release.model));
  EASEL_TRY(CheckReleaseAndSize(call, services));
  return AnswerFile(call, services, model);
}

}  // namespace

void AddReleaseRoutes(http::Router& router, Services& services) {
  router.Add("listReleases", [&services](http::Call& call) { return ListReleases(call, services); });
  router.Add("publish", {.heavy = true, .check = {}},
             [&services](http::Call& call) { return Publish(call, services); });
  router.Add("unpublish", [&services](http::Call& call) { return Unpublish(call, services); });
  router.Add("rollBack", [&services](http::Call& call) { return RollBack(call, services); });
  router.Add("getReleaseHistory", [&services](http::Call& call) { return GetHistory(call, services); });
  router.Add("predict",
             {.max_body = kMaxSound,
              .heavy = true,
              .check = [&services](const http::Call& call) { return CheckReleaseAndSize(call, services); }},
             [&services](http::Call& call) { return Predict(call, services); });
}

}  // namespace easel::server
