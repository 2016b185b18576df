#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

/// Nobody has to prove who he is before this body is read: it is kept small.
constexpr int64_t kMaxCredentials = 8 * 1024;

http::Response LoggedIn(const std::string& token) {
  http::Response response = Reply(api::Session{.state = "logged-in"});
  response.headers.Add("Set-Cookie", SessionCookie(token));
  return response;
}

Result<http::Response> GetSession(http::Call& call, Services& services) {
  EASEL_ASSIGN(const bool has_password, services.catalog.credentials().HasPassword());
  if (!has_password) return Reply(api::Session{.state = "setup-needed"});
  EASEL_ASSIGN(const bool has_session, services.auth.HasSession(call.request));
  return Reply(api::Session{.state = has_session ? "logged-in" : "logged-out"});
}

Result<http::Response> LogIn(http::Call& call, Services& services) {
  EASEL_ASSIGN(const api::LogIn body, ReadBody(call, api::LogInFromJson));
  EASEL_ASSIGN(const std::string token, services.auth.LogIn(call.request, body.password));
  return LoggedIn(token);
}

Result<http::Response> LogOut(http::Call& call, Services& services) {
  EASEL_TRY(services.auth.LogOut(call.request));
  http::Response response = NoContent();
  response.headers.Add("Set-Cookie", SessionCookie(""));
  return response;
}

/// The link is good once, and only while there is no password: all of it is one transaction.
Status ChoosePassword(Services& services, const api::SetUp& body) {
  store::Credentials& credentials = services.catalog.credentials();
  return services.catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(const auto info, credentials.LookUp(body.token));
    EASEL_ASSIGN(const bool has_password, credentials.HasPassword());
    if (has_password || !info || info->kind != store::TokenKind::kSetup || info->expired) {
      return Fail(
          ErrorKind::kRefused, "token-invalid",
          {"This set-up link is no longer valid.", "该设置链接已失效。"},
          {"Use the link that the server printed when it started last; once a password is set, log in.",
           "请使用服务器最近一次启动时打印的链接；如已设置密码，请直接登录。"});
    }
    EASEL_TRY(credentials.SetPassword(body.password));
    return credentials.Revoke(body.token);
  });
}

Result<http::Response> SetUp(http::Call& call, Services& services) {
  EASEL_ASSIGN(const api::SetUp body, ReadBody(call, api::SetUpFromJson));
  EASEL_TRY(ChoosePassword(services, body));
  EASEL_ASSIGN(const std::string token, services.auth.NewSession());
  return LoggedIn(token);
}

}  // namespace

void AddSessionRoutes(http::Router& router, Services& services) {
  router.Add("getSession", [&services](http::Call& call) { return GetSession(call, services); });
  // A password check takes a core for a tenth of a second.
  const http::Handling credentials{.max_body = kMaxCredentials, .heavy = true, .check = {}};
  router.Add("logIn", credentials, [&services](http::Call& call) { return LogIn(call, services); });
  router.Add("logOut", [&services](http::Call& call) { return LogOut(call, services); });
  router.Add("setUp", credentials, [&services](http::Call& call) { return SetUp(call, services); });
}

}  // namespace easel::server
