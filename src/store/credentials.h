#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// The kind of a bearer token. Every token is 256 random bits; only its SHA-256 is stored.
enum class TokenKind { kSetup = 0, kSession = 1, kApi = 2, kEasydl = 3 };  // stored: never renumber

/// What a token lets its bearer do.
struct TokenInfo {
  TokenKind kind = TokenKind::kApi;
  std::string name;     ///< "studio", the API token's name, or the API key's id
  int64_t expires = 0;  ///< wall milliseconds; 0: never
  bool expired = false;
};

/// The owner's password, API keys (EasyDL's AK/SK) and tokens; hashed at rest. Part of Catalog; thread-safe.
class Credentials {
 public:
  Credentials(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<bool> HasPassword();
  /// argon2id (libsodium, interactive limits); at least 8 characters, else kBadInput "password-too-short".
  Status SetPassword(std::string_view password);
  /// kRefused "password-wrong".
  Status CheckPassword(std::string_view password);

  /// A new token, returned this once. `lifetime_millis` 0: no end.
  Result<std::string> IssueToken(TokenKind kind, std::string_view name, int64_t lifetime_millis);
  /// nullopt for a token that was never issued or was revoked; expired ones are said to be.
  Result<std::optional<TokenInfo>> LookUp(std::string_view token);
  Status Revoke(std::string_view token);
  Status RevokeNamed(TokenKind kind, std::string_view name);
  Result<std::vector<TokenInfo>> Tokens(TokenKind kind);

  /// A new API key: {client_id, client_secret}; the secret is returned this once.
  Result<std::pair<std::string, std::string>> CreateKey(std::string_view name);
  /// kRefused "key-unknown" or "secret-wrong".
  Status CheckKey(std::string_view id, std::string_view secret);
  Result<std::vector<ApiKey>> Keys();
  Status DeleteKey(std::string_view id);  ///< and the tokens that it was exchanged for

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace easel::store
