#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"

namespace easel::server::http {

/// Percent-decoding (RFC 3986, section 2.1); with `plus` a '+' is a blank, as in forms. nullopt for a '%'
/// without two hexadecimal digits, for a NUL, and for what is not UTF-8 afterwards.
std::optional<std::string> DecodePercent(std::string_view text, bool plus);

/// The inverse for one segment of a path: everything but unreserved characters is encoded.
std::string EncodePercent(std::string_view text);

/// The parameters of a query or an application/x-www-form-urlencoded body (WHATWG URL); nullopt when one
/// cannot be decoded.
std::optional<Parameters> ParseForm(std::string_view text);

/// The segments of a path between its slashes, each decoded: "/a/b%2Fc" → {"a", "b/c"}. nullopt when the path
/// does not start with '/', or cannot be decoded. Dots have no meaning here: "." and ".." are segments like
/// others.
std::optional<std::vector<std::string>> SplitPath(std::string_view path);

/// Whether the bytes are valid UTF-8 (no surrogates, no overlong forms).
bool IsUtf8(std::string_view text);

}  // namespace easel::server::http
