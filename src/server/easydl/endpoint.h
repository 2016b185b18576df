#pragma once

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/easydl/messages.h"
#include "server/http/message.h"
#include "server/rate_limit.h"
#include "server/services.h"

namespace easel::server::easydl {

/// EasyDL's addresses, so that its clients work after a change of host name (docs/easydl.md):
///   GET|POST /oauth/2.0/token                                    access tokens for an API key
///   POST     /rpc/2.0/ai_custom/v1/classification/<suffix>       the cloud's form, with a token
///   POST     /rpc/2.0/ai_custom/v1/detection/<suffix>            the same for detectors
///   POST     /rpc/2.0/ai_custom/v1/sound_cls/<suffix>            and for recordings
///   POST     /<suffix>/ImageClassification, /<suffix>/ObjectDetection, /<suffix>/SoundClassification
///            the private server's form; no token when the release is open or the client is on this machine
/// Thread-safe.
class Endpoint {
 public:
  /// `max_qps` predictions a second are answered, 0: any number.
  Endpoint(Services& services, int64_t max_qps);

  /// nullopt when the address is none of EasyDL's.
  std::optional<std::variant<http::Response, http::Plan>> Admit(const http::Request& head);

 private:
  enum class Form { kCloud, kPrivate };
  enum class Task { kClassification, kDetection, kSound };

  std::variant<http::Response, http::Plan> AdmitPredict(const http::Request& head, Task task, Form form,
                                                        const std::string& suffix);
  std::expected<void, Code> CheckToken(const http::Request& head);
  /// The release that answers, if the request may ask it.
  std::expected<store::Release, Code> CheckAccess(const http::Request& head, Form form,
                                                  const std::string& suffix);
  std::expected<json::object, Code> Predict(const http::Request& request, Task task,
                                            const store::Release& release);
  /// The answer to a picture or a recording, best first.
  std::expected<std::vector<Score>, Code> AnswerPicture(runtime::Model& model, Task task,
                                                        const PredictRequest& asked);
  std::expected<std::vector<Score>, Code> AnswerSound(runtime::Model& model, const PredictRequest& asked);
  http::Response Token(const http::Request& request);

  Services& services_;
  const int64_t max_qps_;
  RateLimit requests_;
};

}  // namespace easel::server::easydl
