#include <algorithm>

#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

constexpr int64_t kDayMillis = int64_t{24} * 3600 * 1000;
constexpr int64_t kMaxDays = 3650;
constexpr size_t kMaxName = 200;

Status CheckName(const std::string& name) {
  if (!name.empty() && name.size() <= kMaxName) return {};
  return Fail(ErrorKind::kBadInput, "token-name-invalid",
              {"A name has 1 to 200 bytes.", "名称长度应为 1–200 字节。"},
              {"Say what it is for, e.g. \"shop camera\".", "请说明用途，例如“门店摄像头”。"}, "name");
}

Result<bool> HasToken(Services& services, const std::string& name) {
  EASEL_ASSIGN(const auto tokens, services.catalog.credentials().Tokens(store::TokenKind::kApi));
  return std::ranges::find(tokens, name, &store::TokenInfo::name) != tokens.end();
}

Result<http::Response> ListTokens(Services& services) {
  EASEL_ASSIGN(const auto tokens, services.catalog.credentials().Tokens(store::TokenKind::kApi));
  std::vector<api::Token> documents;
  for (const store::TokenInfo& token : tokens)
    documents.push_back({.name = token.name, .expires = token.expires});
  return Reply(documents);
}

Result<http::Response> CreateToken(http::Call& call, Services& services) {
  EASEL_ASSIGN(const api::NewToken body, ReadBody(call, api::NewTokenFromJson));
  EASEL_TRY(CheckName(body.name));
  api::IssuedToken issued{.name = body.name, .token = {}};
  EASEL_TRY(services.catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(const bool exists, HasToken(services, body.name));
    if (exists) {
      return Fail(
          ErrorKind::kConflict, "token-exists", {"There is a token with this name.", "已有同名令牌。"},
          {"Choose another name, or revoke that token first.", "请换一个名称，或先吊销原令牌。"}, body.name);
    }
    const int64_t days = std::min(body.days.value_or(0), kMaxDays);
    EASEL_ASSIGN(issued.token, services.catalog.credentials().IssueToken(store::TokenKind::kApi, body.name,
                                                                         days * kDayMillis));
    return {};
  }));
  return Reply(issued, 201);
}

Result<http::Response> RevokeToken(http::Call& call, Services& services) {
  const std::string& name = call.Path("name");
  EASEL_ASSIGN(const bool exists, HasToken(services, name));
  if (!exists) {
    return Fail(ErrorKind::kNotFound, "token-unknown",
                {"There is no token with this name.", "没有该名称的令牌。"},
                {"Reload the list of tokens.", "请刷新令牌列表。"}, name);
  }
  EASEL_TRY(services.catalog.credentials().RevokeNamed(store::TokenKind::kApi, name));
  return NoContent();
}

Result<http::Response> ListKeys(Services& services) {
  EASEL_ASSIGN(const auto keys, services.catalog.credentials().Keys());
  std::vector<api::Key> documents;
  for (const store::ApiKey& key : keys)
    documents.push_back({.id = key.id, .name = key.name, .created = key.created});
  return Reply(documents);
}

Result<http::Response> CreateKey(http::Call& call, Services& services) {
  EASEL_ASSIGN(const api::NewKey body, ReadBody(call, api::NewKeyFromJson));
  EASEL_TRY(CheckName(body.name));
  EASEL_ASSIGN(const auto key, services.catalog.credentials().CreateKey(body.name));
  return Reply(api::IssuedKey{.client_id = key.first, .client_secret = key.second}, 201);
}

Result<http::Response> DeleteKey(http::Call& call, Services& services) {
  EASEL_TRY(services.catalog.credentials().DeleteKey(call.Path("id")));
  return NoContent();
}

}  // namespace

void AddTokenRoutes(http::Router& router, Services& services) {
  router.Add("listTokens", [&services](http::Call&) { return ListTokens(services); });
  router.Add("createToken", [&services](http::Call& call) { return CreateToken(call, services); });
  router.Add("revokeToken", [&services](http::Call& call) { return RevokeToken(call, services); });
  router.Add("listKeys", [&services](http::Call&) { return ListKeys(services); });
  router.Add("createKey", [&services](http::Call& call) { return CreateKey(call, services); });
  router.Add("deleteKey", [&services](http::Call& call) { return DeleteKey(call, services); });
}

}  // namespace easel::server
