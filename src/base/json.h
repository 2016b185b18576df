#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace easel {

namespace json = boost::json;

/// Parses one JSON document (at most 64 levels deep, duplicate keys: the last wins). The error says the byte offset;
/// `item` names the document.
Result<json::value> ParseJson(std::string_view text, std::string item);

/// The same bytes for equal values on every machine: keys sorted, no blanks, shortest round-trip numbers.
std::string CanonicalJson(const json::value& value);

/// Typed access to an object's members. A missing member or one of another type is a kBadInput error naming the key;
/// the `…Or` forms return the default for a missing member only.
Result<std::string> GetString(const json::object& object, std::string_view key);
Result<int64_t> GetInt(const json::object& object, std::string_view key);
Result<double> GetNumber(const json::object& object, std::string_view key);
Result<const json::object*> GetObject(const json::object& object, std::string_view key);
Result<const json::array*> GetArray(const json::object& object, std::string_view key);
Result<std::string> GetStringOr(const json::object& object, std::string_view key, std::string_view fallback);
Result<int64_t> GetIntOr(const json::object& object, std::string_view key, int64_t fallback);
Result<bool> GetBoolOr(const json::object& object, std::string_view key, bool fallback);

/// Replaces every object {"en":…,"zh":…} inside `value` by the sentence in that language: stored reports and job results
/// have both.
json::value Localise(const json::value& value, Language language);
/// A text as such an object.
json::object TextToJson(const Text& text);

/// {"code","message","hint","item"?} as shown by the command line and the HTTP API.
json::object ErrorToJson(const Error& error, Language language);

/// Both languages of an error, for storing it; ErrorFromStored reads it back.
json::object StoreError(const Error& error);
Result<Error> ErrorFromStored(const json::value& value);

}  // namespace easel
