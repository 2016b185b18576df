#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/types.h"
#include "server/hosting/hosted_models.h"
#include "server/http/router.h"
#include "server/services.h"
#include "store/types.h"

/// Between the catalog's rows and the API's documents; shared by the routes.
namespace easel::server {

api::Job JobDocument(const store::Job& job, const std::string& project, Language language);
api::Model ModelDocument(const store::Model& model);
api::Item ItemDocument(const store::Item& item, const std::map<store::ClassId, std::string>& classes);
api::Release ReleaseDocument(const store::Release& release, const std::string& project);
api::Prediction PredictionDocument(const std::vector<Score>& scores);

/// Names of all projects, by id.
Result<std::map<store::ProjectId, std::string>> ProjectNames(store::Catalog& catalog);

/// The project that the path names.
Result<store::Project> ProjectOf(const http::Call& call, Services& services);
/// kConflict "task-differs" unless that is what the project is for.
Status CheckTask(const store::Project& project, std::string_view task);
/// The model that the path names.
Result<store::Model> ModelOf(const http::Call& call, Services& services);

/// Whether the blob is a picture or a recording that this project's pages show: an item, or what a report
/// names.
Result<bool> BelongsToProject(Services& services, store::ProjectId project, const Hash& hash);

/// What a request with a file for a model may carry: recordings are larger than pictures.
inline constexpr int64_t kMaxPicture = int64_t{10} << 20;
inline constexpr int64_t kMaxSound = int64_t{128} << 20;
/// Whether the body that is announced is not too large for the task: kResources "body-too-large".
Status CheckFileSize(const http::Call& call, std::string_view task);

/// What a model says of a picture or a recording.
Result<api::Prediction> Ask(Services& services, const store::Model& model, std::span<const std::byte> file,
                            std::optional<double> threshold);
/// The answer to the file in the request's body.
Result<http::Response> AnswerFile(const http::Call& call, Services& services, const store::Model& model);

/// The request's JSON body, read by one of the API's functions.
template <typename T>
Result<T> ReadBody(const http::Call& call, Result<T> (*from_json)(const json::value&, const std::string&)) {
  EASEL_ASSIGN(const json::value body, ParseJson(call.request.body, "body"));
  return from_json(body, {});
}

template <typename T>
http::Response Reply(const T& document, int status = 200) {
  return http::JsonResponse(status, ToJson(document));
}
template <typename T>
http::Response Reply(const std::vector<T>& documents) {
  json::array list;
  for (const T& document : documents) list.push_back(ToJson(document));
  return http::JsonResponse(200, list);
}
inline http::Response NoContent() { return {.status = 204, .content_type = {}, .headers = {}, .body = {}}; }

}  // namespace easel::server
