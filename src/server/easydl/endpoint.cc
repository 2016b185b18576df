#include "server/easydl/endpoint.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/random.h"
#include "server/http/url.h"

namespace easel::server::easydl {
namespace {

constexpr int64_t kTokenSeconds = int64_t{30} * 24 * 3600;
constexpr int64_t kMaxTokenRequest = 8 * 1024;
constexpr int64_t kMaxPredictRequest = int64_t{10} << 20;
constexpr std::string_view kCloudPrefix = "/rpc/";
constexpr std::string_view kClassification = "/rpc/2.0/ai_custom/v1/classification/";
constexpr std::string_view kDetection = "/rpc/2.0/ai_custom/v1/detection/";
constexpr std::string_view kSound = "/rpc/2.0/ai_custom/v1/sound_cls/";
constexpr std::string_view kPrivateClassification = "/ImageClassification";
constexpr std::string_view kPrivateDetection = "/ObjectDetection";
constexpr std::string_view kPrivateSound = "/SoundClassification";

/// What encoders add to a recording of kMaxSeconds.
constexpr double kPadding = 0.2;

/// As EasyDL does: the status is always 200, the body says what went wrong.
http::Response Refuse(Code code) { return http::JsonResponse(200, ErrorReply(code, RandomU64())); }

http::Response OauthError(int status, std::string_view error, std::string_view description) {
  return http::JsonResponse(status, json::object{{"error", error}, {"error_description", description}});
}

/// What a failure inside means on the wire.
Code CodeOf(const Error& error) {
  if (error.code == "image-too-large" || error.code == "sound-too-large" || error.code == "sound-too-long")
    return Code::kSize;
  if (error.kind == ErrorKind::kBadInput) return Code::kDecode;
  return Code::kInternal;
}

/// EasyDL's clients read whole numbers: the pixels that the box covers for the most part.
json::object WholePixels(const evaluation::Box& box) {
  const auto left = std::llround(box.left);
  const auto top = std::llround(box.top);
  return {{"left", left},
          {"top", top},
          {"width", std::llround(box.right()) - left},
          {"height", std::llround(box.bottom()) - top}};
}

}  // namespace

Endpoint::Endpoint(Services& services, int64_t max_qps)
    : services_(services), max_qps_(max_qps), requests_(services.clock, max_qps, 1000) {}

std::optional<std::variant<http::Response, http::Plan>> Endpoint::Admit(const http::Request& head) {
  const std::string_view path = head.path;
  if (path == "/oauth/2.0/token") {
    if (head.method != "GET" && head.method != "POST") return Refuse(Code::kUnsupported);
    return http::Plan{
        .max_body = kMaxTokenRequest,
        .too_large =
            [](const http::Request&) { return OauthError(400, "invalid_request", "body too large"); },
        .handle = [this](http::Request& request) { return Token(request); }};
  }
  for (const auto& [prefix, task] :
       {std::pair(kClassification, Task::kClassification), std::pair(kDetection, Task::kDetection),
        std::pair(kSound, Task::kSound)}) {
    if (path.starts_with(prefix))
      return AdmitPredict(head, task, Form::kCloud, std::string(path.substr(prefix.size())));
  }
  if (path.starts_with(kCloudPrefix)) return Refuse(Code::kUnsupported);
  for (const auto& [end, task] :
       {std::pair(kPrivateClassification, Task::kClassification),
        std::pair(kPrivateDetection, Task::kDetection), std::pair(kPrivateSound, Task::kSound)}) {
    if (path.ends_with(end) && std::ranges::count(path, '/') == 2)
      return AdmitPredict(head, task, Form::kPrivate,
                          std::string(path.substr(1, path.size() - 1 - end.size())));
  }
  return std::nullopt;
}

std::variant<http::Response, http::Plan> Endpoint::AdmitPredict(const http::Request& head, Task task,
                                                                Form form, const std::string& suffix) {
  if (head.method != "POST") return Refuse(Code::kUnsupported);
  auto release = CheckAccess(head, form, suffix);
  if (!release) return Refuse(release.error());
  return http::Plan{.max_body = kMaxPredictRequest,
                    .too_large = [](const http::Request&) { return Refuse(Code::kSize); },
                    .heavy = true,
                    .handle =
                        [this, task, release = std::move(*release)](http::Request& request) {
                          const auto answer = Predict(request, task, release);
                          return answer ? http::JsonResponse(200, *answer) : Refuse(answer.error());
                        }};
}

std::expected<store::Release, Code> Endpoint::CheckAccess(const http::Request& head, Form form,
                                                          const std::string& suffix) {
  // Looked up at every request: a release made live by any process counts from the next request on.
  const auto release = services_.catalog.releases().Find(suffix);
  const bool is_known = release.has_value();
  const bool needs_token = form == Form::kCloud || !(head.is_loopback || (is_known && release->open));
  if (needs_token) {
    if (const auto checked = CheckToken(head); !checked) return std::unexpected(checked.error());
  }
  if (max_qps_ > 0 && !requests_.Take({})) return std::unexpected(Code::kQps);
  if (!is_known) return std::unexpected(Code::kUnsupported);
  if (!release->live) return std::unexpected(Code::kNoPermission);
  return *release;
}

std::expected<void, Code> Endpoint::CheckToken(const http::Request& head) {
  std::string token(BearerToken(head));
  if (token.empty()) token = http::Find(head.query, "access_token").value_or("");
  if (token.empty()) return std::unexpected(Code::kInvalidParameter);
  const auto info = services_.catalog.credentials().LookUp(token);
  if (!info) return std::unexpected(Code::kInternal);
  const bool fits =
      *info && ((*info)->kind == store::TokenKind::kEasydl || (*info)->kind == store::TokenKind::kApi);
  if (!fits) return std::unexpected(Code::kTokenInvalid);
  if ((*info)->expired) return std::unexpected(Code::kTokenExpired);
  return {};
}

std::expected<json::object, Code> Endpoint::Predict(const http::Request& request, Task task,
                                                    const store::Release& release) {
  const auto asked = ParsePredict(request.headers.Get("Content-Type"), request.body,
                                  task == Task::kSound ? "sound" : "image");
  if (!asked) return std::unexpected(asked.error());
  const auto row = services_.catalog.models().Get(release.project, release.model);
  if (!row) return std::unexpected(Code::kInternal);
  const auto model = services_.hosted.Get(*row);
  if (!model) {
    spdlog::error("model {} of {} cannot be loaded: {}", release.model, release.suffix,
                  model.error().message.en);
    return std::unexpected(Code::kUnavailable);
  }
  if ((*model)->is_detector() != (task == Task::kDetection) || (*model)->listens() != (task == Task::kSound))
    return std::unexpected(Code::kUnsupported);
  const auto scores =
      task == Task::kSound ? AnswerSound(**model, *asked) : AnswerPicture(**model, task, *asked);
  if (!scores) return std::unexpected(scores.error());
  json::array results;
  for (const Score& score : *scores) {
    json::object result = {{"name", score.name}, {"score", score.score}};
    if (score.location) result["location"] = WholePixels(*score.location);
    results.push_back(std::move(result));
  }
  return json::object{{"log_id", RandomU64()}, {"results", std::move(results)}};
}

std::expected<std::vector<Score>, Code> Endpoint::AnswerPicture(runtime::Model& model, Task task,
                                                                const PredictRequest& asked) {
  const auto decoded =
      services_.decoder.Decode(std::as_bytes(std::span(asked.file)), {.min_side = model.decode_min_side()});
  if (!decoded) return std::unexpected(CodeOf(decoded.error()));
  const auto [shortest, longest] = std::minmax(decoded->stored_width, decoded->stored_height);
  if (shortest < kMinSide || longest > kMaxSide) return std::unexpected(Code::kSize);
  auto scores = task == Task::kDetection ? FoundBoxes(model, *decoded, asked.threshold)
                                         : BestScores(model, decoded->image, asked.top);
  if (!scores) return std::unexpected(Code::kInternal);
  return std::move(*scores);
}

std::expected<std::vector<Score>, Code> Endpoint::AnswerSound(runtime::Model& model,
                                                              const PredictRequest& asked) {
  // A little more than is accepted, so that what is longer is known without decoding all of it.
  const auto decoded = services_.decoder.DecodeSound(std::as_bytes(std::span(asked.file)),
                                                     {.begin = 0, .seconds = kMaxSeconds + 1});
  if (!decoded) return std::unexpected(CodeOf(decoded.error()));
  if (decoded->sound.seconds() > kMaxSeconds + kPadding) return std::unexpected(Code::kSize);
  auto scores = BestScores(model, decoded->sound, asked.top);
  if (!scores) return std::unexpected(CodeOf(scores.error()));
  return std::move(*scores);
}

http::Response Endpoint::Token(const http::Request& request) {
  http::Parameters parameters = request.query;
  if (auto form = http::ParseForm(request.body)) std::ranges::move(*form, std::back_inserter(parameters));
  const auto id = http::Find(parameters, "client_id");
  const auto secret = http::Find(parameters, "client_secret");
  if (http::Find(parameters, "grant_type") != "client_credentials") {
    return OauthError(400, "unsupported_grant_type", "The authorization grant type is not supported");
  }
  if (const auto right = services_.catalog.credentials().CheckKey(id.value_or(""), secret.value_or(""));
      !right) {
    if (right.error().kind != ErrorKind::kRefused)
      return OauthError(500, "server_error", right.error().message.en);
    return OauthError(
        401, "invalid_client",
        right.error().code == "key-unknown" ? "unknown client id" : "Client authentication failed");
  }
  const auto token =
      services_.catalog.credentials().IssueToken(store::TokenKind::kEasydl, *id, kTokenSeconds * 1000);
  if (!token) return OauthError(500, "server_error", token.error().message.en);
  // Clients read these members; only the access token is good for anything.
  return http::JsonResponse(200, json::object{{"access_token", *token},
                                              {"expires_in", kTokenSeconds},
                                              {"refresh_token", "25." + RandomHex(32)},
                                              {"scope", "brain_all_scope public"},
                                              {"session_key", RandomHex(32)},
                                              {"session_secret", RandomHex(16)}});
}

}  // namespace easel::server::easydl
