#include "base/json.h"

#include <algorithm>
#include <vector>

namespace easel {
namespace {

std::unexpected<Error> WrongType(std::string_view key, std::string_view expected_en, std::string_view expected_zh) {
  return Fail(ErrorKind::kBadInput, "json-wrong-type",
              {"The value of \"" + std::string(key) + "\" must be " + std::string(expected_en) + ".",
               "“" + std::string(key) + "”的值必须是" + std::string(expected_zh) + "。"},
              {}, std::string(key));
}

Result<const json::value*> Find(const json::object& object, std::string_view key) {
  if (const json::value* value = object.if_contains(key)) return value;
  return Fail(ErrorKind::kBadInput, "json-missing-key",
              {"\"" + std::string(key) + "\" is missing.", "缺少“" + std::string(key) + "”。"}, {},
              std::string(key));
}

void AppendCanonical(const json::value& value, std::string& out) {
  if (const json::object* object = value.if_object()) {
    std::vector<std::string_view> keys;
    for (const auto& member : *object) keys.push_back(member.key());
    std::ranges::sort(keys);
    out += '{';
    for (size_t i = 0; i < keys.size(); ++i) {
      if (i > 0) out += ',';
      out += json::serialize(json::string(keys[i]));
      out += ':';
      AppendCanonical(object->at(keys[i]), out);
    }
    out += '}';
  } else if (const json::array* array = value.if_array()) {
    out += '[';
    for (size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      AppendCanonical((*array)[i], out);
    }
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

Result<json::value> ParseJson(std::string_view text, std::string item) {
  json::parse_options options;
  options.max_depth = 64;
  json::stream_parser parser({}, options);
  json::error_code error;
  const size_t used = parser.write(text.data(), text.size(), error);
  if (!error) parser.finish(error);
  if (error) {
    return Fail(ErrorKind::kBadInput, "json-invalid",
                {"This is not valid JSON (near byte " + std::to_string(used) + ").",
                 "不是有效的 JSON（第 " + std::to_string(used) + " 字节附近）。"},
                {"Check for a missing quote, comma or bracket.", "请检查是否缺少引号、逗号或括号。"}, std::move(item));
  }
  return parser.release();
}

std::string CanonicalJson(const json::value& value) {
  std::string out;
  AppendCanonical(value, out);
  return out;
}

Result<std::string> GetString(const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const json::value* value, Find(object, key));
  if (const json::string* text = value->if_string()) return std::string(text->data(), text->size());
  return WrongType(key, "a text", "文本");
}

Result<int64_t> GetInt(const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const json::value* value, Find(object, key));
  if (const int64_t* number = value->if_int64()) return *number;
  return WrongType(key, "a whole number", "整数");
}

Result<double> GetNumber(const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const json::value* value, Find(object, key));
  if (!value->is_number()) return WrongType(key, "a number", "数字");
  return value->to_number<double>();
}

Result<const json::object*> GetObject(const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const json::value* value, Find(object, key));
  if (const json::object* child = value->if_object()) return child;
  return WrongType(key, "an object", "对象");
}

Result<const json::array*> GetArray(const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const json::value* value, Find(object, key));
  if (const json::array* child = value->if_array()) return child;
  return WrongType(key, "a list", "列表");
}

Result<std::string> GetStringOr(const json::object& object, std::string_view key, std::string_view fallback) {
  if (!object.contains(key)) return std::string(fallback);
  return GetString(object, key);
}

Result<int64_t> GetIntOr(const json::object& object, std::string_view key, int64_t fallback) {
  if (!object.contains(key)) return fallback;
  return GetInt(object, key);
}

Result<bool> GetBoolOr(const json::object& object, std::string_view key, bool fallback) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return fallback;
  if (const bool* flag = value->if_bool()) return *flag;
  return WrongType(key, "true or false", "true 或 false");
}

json::value Localise(const json::value& value, Language language) {
  if (const json::object* object = value.if_object()) {
    if (object->size() == 2 && object->contains("en") && object->contains("zh")) {
      return object->at(language == Language::kChinese ? "zh" : "en");
    }
    json::object out;
    for (const auto& member : *object) out[member.key()] = Localise(member.value(), language);
    return out;
  }
  if (const json::array* array = value.if_array()) {
    json::array out;
    for (const json::value& element : *array) out.push_back(Localise(element, language));
    return out;
  }
  return value;
}

json::object TextToJson(const Text& text) { return {{"en", text.en}, {"zh", text.zh}}; }

json::object ErrorToJson(const Error& error, Language language) {
  json::object out{{"code", error.code}, {"message", error.message.In(language)}, {"hint", error.hint.In(language)}};
  if (!error.item.empty()) out["item"] = error.item;
  return out;
}

json::object StoreError(const Error& error) {
  return {{"kind", static_cast<int>(error.kind)},
          {"code", error.code},
          {"message", TextToJson(error.message)},
          {"hint", TextToJson(error.hint)},
          {"item", error.item}};
}

Result<Error> ErrorFromStored(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return WrongType("error", "an object", "对象");
  Error error;
  EASEL_ASSIGN(const int64_t kind, GetInt(*object, "kind"));
  error.kind = static_cast<ErrorKind>(kind);
  EASEL_ASSIGN(error.code, GetString(*object, "code"));
  EASEL_ASSIGN(error.item, GetString(*object, "item"));
  EASEL_ASSIGN(const json::object* message, GetObject(*object, "message"));
  EASEL_ASSIGN(error.message.en, GetString(*message, "en"));
  EASEL_ASSIGN(error.message.zh, GetString(*message, "zh"));
  EASEL_ASSIGN(const json::object* hint, GetObject(*object, "hint"));
  EASEL_ASSIGN(error.hint.en, GetString(*hint, "en"));
  EASEL_ASSIGN(error.hint.zh, GetString(*hint, "zh"));
  return error;
}

}  // namespace easel
