#include "server/http/message.h"

#include <boost/algorithm/string/predicate.hpp>

namespace easel::server::http {

std::string_view Headers::Get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (boost::algorithm::iequals(key, name)) return value;
  }
  return {};
}

bool Headers::Has(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (boost::algorithm::iequals(key, name)) return true;
  }
  return false;
}

std::optional<std::string> Find(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Upload& Upload::operator=(Upload&& other) noexcept {
  if (this != &other) {
    Remove();
    path_ = std::exchange(other.path_, {});
    bytes_ = other.bytes_;
  }
  return *this;
}

void Upload::Remove() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

Response JsonResponse(int status, const json::value& document) {
  return {
      .status = status, .content_type = "application/json", .headers = {}, .body = json::serialize(document)};
}

int StatusOf(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kUsage:
      return error.code == "method-not-allowed" ? 405 : 400;
    case ErrorKind::kBadInput:
      return error.code == "json-invalid" ? 400 : 422;
    case ErrorKind::kNotFound:
      return 404;
    case ErrorKind::kConflict:
    case ErrorKind::kCancelled:
      return 409;
    case ErrorKind::kRefused:
      if (error.code.starts_with("too-many-")) return 429;
      return error.code.starts_with("token-") || error.code == "password-wrong" ? 401 : 403;
    case ErrorKind::kResources:
      if (error.code == "body-too-large" || error.code == "too-many-boxes") return 413;
      return error.code == "disk-full" ? 507 : 503;
    case ErrorKind::kInternal:
      return 500;
  }
  return 500;
}

Response ErrorResponse(int status, const Error& error, Language language) {
  Response response = JsonResponse(status, json::object{{"error", ErrorToJson(error, language)}});
  if (status == 401) response.headers.Add("WWW-Authenticate", "Bearer realm=\"easel\"");
  return response;
}

Response ErrorResponse(const Error& error, Language language) {
  return ErrorResponse(StatusOf(error), error, language);
}

}  // namespace easel::server::http
