#pragma once

#include <cstdint>
#include <semaphore>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "server/http/message.h"
#include "server/rate_limit.h"
#include "store/credentials.h"

namespace easel::server {

inline constexpr int64_t kSessionMillis = int64_t{30} * 24 * 3600 * 1000;
inline constexpr std::string_view kSessionCookie = "easel_session";
inline constexpr std::string_view kForgeryHeader = "X-Easel-Request";

/// Who may do what: the owner, by the studio's session cookie or an API token. Thread-safe.
class Auth {
 public:
  Auth(store::Credentials& credentials, const Clock& clock)
      : credentials_(credentials), failures_(clock, 10, 60'000) {}

  /// Whether the request may use the API. kRefused "token-missing", "token-invalid", "token-expired", or
  /// "forgery-suspected" for an unsafe method that comes with the cookie only.
  Status Check(const http::Request& request);
  /// Whether the request carries a valid session cookie.
  Result<bool> HasSession(const http::Request& request);

  /// A new session for the right password: its token. kRefused "password-wrong", "too-many-logins" (10 wrong
  /// ones a minute and client; two passwords are checked at a time, as each takes a core and 64 MiB).
  Result<std::string> LogIn(const http::Request& request, std::string_view password);
  Result<std::string> NewSession();
  Status LogOut(const http::Request& request);

 private:
  store::Credentials& credentials_;
  RateLimit failures_;
  std::counting_semaphore<2> checks_{2};
};

/// The token of `Authorization: Bearer …`, empty when there is none.
std::string_view BearerToken(const http::Request& request);
/// The value of a cookie, empty when there is none.
std::string_view Cookie(const http::Request& request, std::string_view name);
/// The Set-Cookie that starts a session, or (empty token) ends it.
std::string SessionCookie(std::string_view token);

}  // namespace easel::server
