#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "server/easydl/endpoint.h"
#include "server/http/message.h"
#include "server/http/router.h"
#include "server/services.h"
#include "server/studio_files.h"

namespace easel::server {

/// Everything that the server answers: the API below /api/v1, EasyDL's addresses, the studio's pages.
/// Thread-safe.
class Application final : public http::Application {
 public:
  Application(Services& services, StudioFiles studio, int64_t max_qps);

  /// For a loopback address, before the first request: only these names of this machine may be in a request's
  /// Host: a web page elsewhere that made its own name point here (DNS rebinding) is refused.
  void OnlyServeLocalNames() { only_local_ = true; }

  std::variant<http::Response, http::Plan> Admit(const http::Request& head) override;
  http::Response Refuse(const http::Request& head, int status, const Error& error) override;

 private:
  Status CheckHost(const http::Request& head) const;
  Result<std::variant<http::Response, http::Plan>> AdmitOperation(const http::Request& head);

  Services& services_;
  const http::Router router_;
  const StudioFiles studio_;
  easydl::Endpoint easydl_;
  bool only_local_ = false;
};

}  // namespace easel::server
