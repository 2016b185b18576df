#include "server/application.h"

#include <algorithm>
#include <array>

#include "server/routes/routes.h"

namespace easel::server {
namespace {

constexpr std::string_view kApiPrefix = "/api/";

Error TooLarge(int64_t max_body) {
  const std::string limit =
      max_body >= 1 << 20 ? std::to_string(max_body >> 20) + " MiB" : std::to_string(max_body) + " B";
  return {ErrorKind::kResources,
          "body-too-large",
          {"What was sent is too large (at most " + limit + ").", "发送的内容过大（最大 " + limit + "）。"},
          {"Send less at a time, or raise the server's --max-upload.",
           "请分批发送，或调大服务器的 --max-upload。"},
          ""};
}

}  // namespace

Application::Application(Services& services, StudioFiles studio, int64_t max_qps)
    : services_(services),
      router_(MakeRouter(services)),
      studio_(std::move(studio)),
      easydl_(services, max_qps) {}

Status Application::CheckHost(const http::Request& head) const {
  if (!only_local_) return {};
  const std::string_view host = head.headers.Get("Host");
  const std::string port = ":" + std::to_string(head.local_port);
  for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
    if (host == name || host == std::string(name) + port) return {};
  }
  return Fail(ErrorKind::kRefused, "host-refused",
              {"This server only answers under localhost and 127.0.0.1.",
               "服务器仅接受 localhost 和 127.0.0.1 的访问。"},
              {"Open it under one of these names, or start it with --listen and an address of the network.",
               "请使用上述地址访问，或用 --listen 指定网络地址后启动。"},
              std::string(host));
}

std::variant<http::Response, http::Plan> Application::Admit(const http::Request& head) {
  if (const Status host = CheckHost(head); !host) return http::ErrorResponse(host.error(), head.language);
  if (head.path.starts_with(kApiPrefix)) {
    auto admitted = AdmitOperation(head);
    if (admitted) return std::move(*admitted);
    http::Response response = http::ErrorResponse(admitted.error(), head.language);
    if (response.status == 405) response.headers.Add("Allow", admitted.error().item);
    return response;
  }
  if (auto admitted = easydl_.Admit(head)) return std::move(*admitted);
  if (head.method != "GET" && head.method != "HEAD") {
    http::Response response =
        http::ErrorResponse(405,
                            {ErrorKind::kUsage,
                             "method-not-allowed",
                             {"Pages can only be read.", "页面只能读取。"},
                             {"Use the API below /api/v1.", "请使用 /api/v1 下的接口。"},
                             head.path},
                            head.language);
    response.headers.Add("Allow", "GET, HEAD");
    return response;
  }
  auto page = studio_.Get(head);
  return page ? std::move(*page) : http::ErrorResponse(page.error(), head.language);
}

Result<std::variant<http::Response, http::Plan>> Application::AdmitOperation(const http::Request& head) {
  EASEL_ASSIGN(http::Router::Match match,
               router_.Find(head.method == "HEAD" ? "GET" : head.method, head.path));
  if (match.route->operation->secured) EASEL_TRY(services_.auth.Check(head));
  const http::Handling& handling = match.route->handling;
  if (handling.check) {
    http::Request copy{.method = head.method,
                       .path = head.path,
                       .query = head.query,
                       .headers = head.headers,
                       .body = {},
                       .upload = {},
                       .language = head.language,
                       .client = head.client};
    EASEL_TRY(handling.check(http::Call{copy, match.path}));
  }
  return http::Plan{.place = handling.place,
                    .max_body = handling.max_body,
                    .too_large =
                        [max_body = handling.max_body](const http::Request& request) {
                          return http::ErrorResponse(TooLarge(max_body), request.language);
                        },
                    .heavy = handling.heavy,
                    .handle =
                        [match = std::move(match)](http::Request& request) {
                          http::Call call{request, match.path};
                          Result<http::Response> response = match.route->handler(call);
                          return response ? std::move(*response)
                                          : http::ErrorResponse(response.error(), request.language);
                        }};
}

http::Response Application::Refuse(const http::Request& head, int status, const Error& error) {
  return http::ErrorResponse(status, error, head.language);
}

}  // namespace easel::server
