#include "store/credentials.h"

#include <sodium.h>

#include <array>

#include "base/hash.h"
#include "base/random.h"
#include "store/database.h"
#include "store/names.h"

namespace easel::store {
namespace {

constexpr size_t kMinPasswordCharacters = 8;
constexpr size_t kSecretBytes = 32;
constexpr size_t kKeyIdBytes = 12;
/// How long an expired token is remembered, to be told apart from one that never was.
constexpr int64_t kRememberExpiredMillis = int64_t{30} * 24 * 3600 * 1000;

std::string_view Prefix(TokenKind kind) {
  switch (kind) {
    case TokenKind::kSetup:
      return "setup_";
    case TokenKind::kSession:
      return "session_";
    case TokenKind::kApi:
      return "easel_";
    case TokenKind::kEasydl:
      return "24.";  // as the access tokens of EasyDL look
  }
  return "";
}

TokenInfo MakeTokenInfo(const Row& row, int64_t now) {
  const int64_t expires = row.Int(2);
  return {.kind = static_cast<TokenKind>(row.Int(0)),
          .name = row.Text(1),
          .expires = expires,
          .expired = expires != 0 && expires <= now};
}

Result<Hash> ReadDigest(const Row& row) { return row.Digest(0); }

Result<ApiKey> ReadKey(const Row& row) {
  return ApiKey{.id = row.Text(0), .name = row.Text(1), .created = row.Int(2)};
}

}  // namespace

Result<bool> Credentials::HasPassword() {
  EASEL_ASSIGN(const std::optional<int64_t> count, database_.One("SELECT COUNT(*) FROM owner", {}, ReadInt));
  return count.value_or(0) > 0;
}

Status Credentials::SetPassword(std::string_view password) {
  if (CountPlainCharacters(password) < kMinPasswordCharacters) {
    return Fail(
        ErrorKind::kBadInput, "password-too-short",
        {"A password has at least 8 characters.", "密码至少需要 8 个字符。"},
        {"Choose a longer one; a sentence is easy to remember.", "请设置更长的密码，一句话就很好记。"});
  }
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return FailErrno("hash the password", {}, ENOMEM);
  }
  EASEL_TRY(
      database_.Run("INSERT INTO owner (id, password) VALUES (1, ?) "
                    "ON CONFLICT (id) DO UPDATE SET password = excluded.password",
                    {hash.data()}));
  return {};
}

Status Credentials::CheckPassword(std::string_view password) {
  EASEL_ASSIGN(const std::optional<std::string> hash,
               database_.One("SELECT password FROM owner", {}, ReadText));
  if (!hash || crypto_pwhash_str_verify(hash->c_str(), password.data(), password.size()) != 0) {
    return Fail(ErrorKind::kRefused, "password-wrong", {"The password is wrong.", "密码错误。"},
                {"Try again.", "请重试。"});
  }
  return {};
}

Result<std::string> Credentials::IssueToken(TokenKind kind, std::string_view name, int64_t lifetime_millis) {
  const int64_t now = clock_.WallMillis();
  std::string token = std::string(Prefix(kind)) + RandomHex(kSecretBytes);
  return database_.Transact([&]() -> Result<std::string> {
    EASEL_TRY(database_.Run("DELETE FROM tokens WHERE expires <> 0 AND expires < ?",
                            {now - kRememberExpiredMillis}));
    EASEL_TRY(
        database_.Run("INSERT INTO tokens (hash, kind, name, created, expires) VALUES (?, ?, ?, ?, ?)",
                      {Sha256(token), kind, name, now, lifetime_millis == 0 ? 0 : now + lifetime_millis}));
    return token;
  });
}

Result<std::optional<TokenInfo>> Credentials::LookUp(std::string_view token) {
  return database_.One(
      "SELECT kind, name, expires FROM tokens WHERE hash = ?", {Sha256(token)},
      [now = clock_.WallMillis()](const Row& row) -> Result<TokenInfo> { return MakeTokenInfo(row, now); });
}

Status Credentials::Revoke(std::string_view token) {
  EASEL_TRY(database_.Run("DELETE FROM tokens WHERE hash = ?", {Sha256(token)}));
  return {};
}

Status Credentials::RevokeNamed(TokenKind kind, std::string_view name) {
  EASEL_TRY(database_.Run("DELETE FROM tokens WHERE kind = ? AND name = ?", {kind, name}));
  return {};
}

Result<std::vector<TokenInfo>> Credentials::Tokens(TokenKind kind) {
  return database_.All(
      "SELECT kind, name, expires FROM tokens WHERE kind = ? ORDER BY created, name", {kind},
      [now = clock_.WallMillis()](const Row& row) -> Result<TokenInfo> { return MakeTokenInfo(row, now); });
}

Result<std::pair<std::string, std::string>> Credentials::CreateKey(std::string_view name) {
  std::pair<std::string, std::string> key{RandomHex(kKeyIdBytes), RandomHex(kSecretBytes)};
  EASEL_TRY(database_.Run("INSERT INTO api_keys (id, name, secret, created) VALUES (?, ?, ?, ?)",
                          {key.first, name, Sha256(key.second), clock_.WallMillis()}));
  return key;
}

Status Credentials::CheckKey(std::string_view id, std::string_view secret) {
  EASEL_ASSIGN(const std::optional<Hash> stored,
               database_.One("SELECT secret FROM api_keys WHERE id = ?", {id}, ReadDigest));
  if (!stored) {
    return Fail(ErrorKind::kRefused, "key-unknown", {"There is no such API key.", "API Key 不存在。"},
                {"Check the API key (client_id), or create one in the studio.",
                 "请检查 API Key（client_id），或在工作台新建。"},
                std::string(id));
  }
  const Hash given = Sha256(secret);
  if (sodium_memcmp(stored->bytes.data(), given.bytes.data(), given.bytes.size()) != 0) {
    return Fail(ErrorKind::kRefused, "secret-wrong",
                {"The secret key does not belong to this API key.", "Secret Key 与 API Key 不匹配。"},
                {"Check the secret key (client_secret), or create a new pair.",
                 "请检查 Secret Key（client_secret），或重新创建。"},
                std::string(id));
  }
  return {};
}

Result<std::vector<ApiKey>> Credentials::Keys() {
  return database_.All("SELECT id, name, created FROM api_keys ORDER BY created, id", {}, ReadKey);
}

Status Credentials::DeleteKey(std::string_view id) {
  return database_.Transact([&]() -> Status {
    EASEL_ASSIGN(const int64_t deleted, database_.Run("DELETE FROM api_keys WHERE id = ?", {id}));
    if (deleted == 0) {
      return Fail(ErrorKind::kNotFound, "key-unknown", {"There is no such API key.", "API Key 不存在。"},
                  {"Reload the list of keys.", "请刷新密钥列表。"}, std::string(id));
    }
    return RevokeNamed(TokenKind::kEasydl, id);
  });
}

}  // namespace easel::store
