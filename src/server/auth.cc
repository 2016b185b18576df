#include "server/auth.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <chrono>
#include <optional>

namespace easel::server {
namespace {

constexpr auto kCheckPatience = std::chrono::seconds(2);

std::unexpected<Error> Refused(std::string code, Text message, Text hint) {
  return Fail(ErrorKind::kRefused, std::move(code), std::move(message), std::move(hint));
}

std::unexpected<Error> TooManyLogins() {
  return Refused("too-many-logins", {"Too many attempts to log in.", "登录尝试过于频繁。"},
                 {"Wait a minute and try again.", "请等待一分钟后重试。"});
}

Status CheckInfo(const std::optional<store::TokenInfo>& info, store::TokenKind kind) {
  if (!info || info->kind != kind) {
    return Refused("token-invalid", {"The token is not valid, or was revoked.", "令牌无效或已被吊销。"},
                   {"Log in again, or create a new API token.", "请重新登录，或创建新的 API 令牌。"});
  }
  if (info->expired) {
    return Refused("token-expired", {"The token has expired.", "令牌已过期。"},
                   {"Log in again, or create a new API token.", "请重新登录，或创建新的 API 令牌。"});
  }
  return {};
}

bool IsSafe(std::string_view method) { return method == "GET" || method == "HEAD"; }

}  // namespace

Status Auth::Check(const http::Request& request) {
  if (const std::string_view token = BearerToken(request); !token.empty()) {
    EASEL_ASSIGN(const auto info, credentials_.LookUp(token));
    return CheckInfo(info, store::TokenKind::kApi);
  }
  const std::string_view cookie = Cookie(request, kSessionCookie);
  if (cookie.empty()) {
    return Refused("token-missing", {"This needs a login or an API token.", "需要登录或提供 API 令牌。"},
                   {"Log in to the studio, or send `Authorization: Bearer TOKEN`.",
                    "请登录工作台，或发送 `Authorization: Bearer TOKEN`。"});
  }
  EASEL_ASSIGN(const auto info, credentials_.LookUp(cookie));
  EASEL_TRY(CheckInfo(info, store::TokenKind::kSession));
  if (!IsSafe(request.method) && request.headers.Get(kForgeryHeader) != "1") {
    return Refused("forgery-suspected",
                   {"A request with the session cookie needs the header X-Easel-Request: 1.",
                    "使用会话 Cookie 的请求需要带上请求头 X-Easel-Request: 1。"},
                   {"Use the studio, or an API token.", "请使用工作台，或改用 API 令牌。"});
  }
  return {};
}

Result<bool> Auth::HasSession(const http::Request& request) {
  EASEL_ASSIGN(const auto info, credentials_.LookUp(Cookie(request, kSessionCookie)));
  return CheckInfo(info, store::TokenKind::kSession).has_value();
}

Result<std::string> Auth::LogIn(const http::Request& request, std::string_view password) {
  if (!failures_.Take(request.client)) return TooManyLogins();
  if (!checks_.try_acquire_for(kCheckPatience)) return TooManyLogins();
  const Status right = credentials_.CheckPassword(password);
  checks_.release();
  EASEL_TRY(right);
  failures_.Forgive(request.client);
  return NewSession();
}

Result<std::string> Auth::NewSession() {
  return credentials_.IssueToken(store::TokenKind::kSession, "studio", kSessionMillis);
}

Status Auth::LogOut(const http::Request& request) {
  const std::string_view cookie = Cookie(request, kSessionCookie);
  return cookie.empty() ? Status{} : credentials_.Revoke(cookie);
}

std::string_view BearerToken(const http::Request& request) {
  static constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = request.headers.Get("Authorization");
  return boost::algorithm::istarts_with(value, kScheme) ? value.substr(kScheme.size()) : std::string_view();
}

std::string_view Cookie(const http::Request& request, std::string_view name) {
  std::string_view rest = request.headers.Get("Cookie");
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, end);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      return pair.substr(name.size() + 1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

std::string SessionCookie(std::string_view token) {
  const int64_t seconds = token.empty() ? 0 : kSessionMillis / 1000;
  return std::string(kSessionCookie) + "=" + std::string(token) +
         "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" + std::to_string(seconds);
}

}  // namespace easel::server
