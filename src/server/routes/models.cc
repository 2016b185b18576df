#include <algorithm>

#include "base/file.h"
#include "evaluation/report.h"
#include "server/http/url.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

Result<http::Response> ListModels(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(auto models, services.catalog.models().List(project.id));
  std::ranges::sort(models, std::ranges::greater(), &store::Model::number);
  std::vector<api::Model> documents;
  for (const store::Model& model : models) documents.push_back(ModelDocument(model));
  return Reply(documents);
}

Result<http::Response> GetModel(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Model model, ModelOf(call, services));
  return Reply(ModelDocument(model));
}

Result<json::object> StoredReport(const store::Model& model, Services& services) {
  EASEL_ASSIGN(const Bytes bytes, services.blobs.Get(model.report));
  EASEL_ASSIGN(json::value stored,
               ParseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "report"));
  if (!stored.is_object()) {
    return Fail(ErrorKind::kInternal, "report-invalid",
                {"The stored report cannot be read.", "无法读取已保存的评估报告。"},
                {"Evaluate the model again.", "请重新评估模型。"}, model.report.Hex());
  }
  return std::move(stored.get_object());
}

std::unexpected<Error> OtherTask(const store::Project& project) {
  return Fail(ErrorKind::kNotFound, "report-of-other-task",
              {"Models of this project have another kind of report.", "该项目的模型使用另一种报告。"},
              {"Ask for report, or for detection-report of object detection.",
               "请使用 report；物体检测请使用 detection-report。"},
              project.name);
}

bool IsDetection(const store::Project& project) { return project.task == store::kDetection; }

Result<http::Response> GetReport(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const store::Model model, ModelOf(call, services));
  if (IsDetection(project)) return OtherTask(project);
  EASEL_ASSIGN(const json::object stored, StoredReport(model, services));
  EASEL_ASSIGN(const auto report, evaluation::Report::FromStored(stored));
  return http::JsonResponse(200, report.ToJson(call.request.language));
}

Result<http::Response> GetDetectionReport(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const store::Model model, ModelOf(call, services));
  if (!IsDetection(project)) return OtherTask(project);
  EASEL_ASSIGN(const json::object stored, StoredReport(model, services));
  return http::JsonResponse(200, Localise(stored, call.request.language));
}

/// What the newest model finds in a picture or hears in a recording of the project: nothing while there is no
/// model.
Result<http::Response> SuggestBoxes(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const int64_t id, call.PathNumber("item"));
  EASEL_ASSIGN(const store::Item item, services.catalog.items().Get(project.id, id));
  const auto model = services.catalog.models().Get(project.id, 0);
  if (project.task == store::kClassification || !model) return Reply(api::Prediction{});
  EASEL_ASSIGN(const MappedFile file, services.blobs.Map(item.hash));
  EASEL_ASSIGN(const api::Prediction prediction, Ask(services, *model, file.bytes(), {}));
  return Reply(prediction);
}

Result<http::Response> GetBundle(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Model model, ModelOf(call, services));
  http::Response response{.status = 200,
                          .content_type = "application/octet-stream",
                          .headers = {},
                          .body = http::FileBody{.path = services.blobs.PathOf(model.bundle)}};
  const std::string name = call.Path("project") + "@" + std::to_string(model.number) + ".easel";
  response.headers.Add("Content-Disposition", "attachment; filename*=UTF-8''" + http::EncodePercent(name));
  return response;
}

Status CheckModelAndSize(const http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  return CheckFileSize(call, project.task);
}

Result<http::Response> TryModel(http::Call& call, Services& services) {
  EASEL_TRY(CheckModelAndSize(call, services));
  EASEL_ASSIGN(const store::Model model, ModelOf(call, services));
  return AnswerFile(call, services, model);
}

}  // namespace

void AddModelRoutes(http::Router& router, Services& services) {
  router.Add("listModels", [&services](http::Call& call) { return ListModels(call, services); });
  router.Add("getModel", [&services](http::Call& call) { return GetModel(call, services); });
  router.Add("getReport", [&services](http::Call& call) { return GetReport(call, services); });
  router.Add("getDetectionReport",
             [&services](http::Call& call) { return GetDetectionReport(call, services); });
  router.Add("suggestBoxes", {.heavy = true, .check = {}},
             [&services](http::Call& call) { return SuggestBoxes(call, services); });
  router.Add("getBundle", [&services](http::Call& call) { return GetBundle(call, services); });
  router.Add("tryModel",
             {.max_body = kMaxSound,
              .heavy = true,
              .check = [&services](const http::Call& call) { return CheckModelAndSize(call, services); }},
             [&services](http::Call& call) { return TryModel(call, services); });
}

}  // namespace easel::server
