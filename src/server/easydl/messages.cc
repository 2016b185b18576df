#include "server/easydl/messages.h"

#include <array>
#include <boost/algorithm/string/predicate.hpp>
#include <charconv>
#include <optional>

namespace easel::server::easydl {
namespace {

std::string_view MessageOf(Code code) {
  switch (code) {
    case Code::kUnsupported:
      return "Unsupported openapi method";
    case Code::kNoPermission:
      return "No permission to access data";
    case Code::kQps:
      return "Open api qps request limit reached";
    case Code::kInvalidParameter:
      return "Invalid parameter";
    case Code::kTokenInvalid:
      return "Access token invalid or no longer valid";
    case Code::kTokenExpired:
      return "Access token expired";
    case Code::kInternal:
      return "Internal error";
    case Code::kInvalidArgument:
      return "Invalid Argument";
    case Code::kJson:
      return "JSON不合法";
    case Code::kBase64:
      return "Base64解码失败";
    case Code::kSize:
      return "输入文件大小不合法";
    case Code::kDecode:
      return "图片解码失败";
    case Code::kMissing:
      return "缺失必要参数";
    case Code::kUnavailable:
      return "model temporarily unavailable";
  }
  return "Unknown error";
}

constexpr int8_t kNoDigit = -1;
constexpr std::array<int8_t, 256> kDigits = [] {
  std::array<int8_t, 256> digits{};
  digits.fill(kNoDigit);
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < kAlphabet.size(); ++i)
    digits[static_cast<uint8_t>(kAlphabet[i])] = static_cast<int8_t>(i);
  return digits;
}();

/// top_num as a number or, as in EasyDL's own example, a text; nothing unless it is whole and positive.
std::optional<size_t> ParseTop(const json::value& value) {
  int64_t top = 0;
  if (const json::string* text = value.if_string()) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), top);
    if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  } else if (const int64_t* number = value.if_int64()) {
    top = *number;
  }
  if (top < 1) return std::nullopt;
  return static_cast<size_t>(top);
}

/// threshold as a number or a text; nothing unless it is in [0, 1].
std::optional<double> ParseThreshold(const json::value& value) {
  double threshold = -1;
  if (const json::string* text = value.if_string()) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), threshold);
    if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  } else if (value.is_number()) {
    threshold = value.to_number<double>();
  }
  if (!(threshold >= 0 && threshold <= 1)) return std::nullopt;
  return threshold;
}

}  // namespace

json::object ErrorReply(Code code, uint64_t log_id) {
  return {{"error_code", static_cast<int>(code)}, {"error_msg", MessageOf(code)}, {"log_id", log_id}};
}

bool DecodeBase64(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size() / 4 * 3);
  uint32_t bits = 0;
  int digits = 0;
  int padding = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (c == '=') {
      if (++padding > 2) return false;
      continue;
    }
    const int8_t digit = kDigits[static_cast<uint8_t>(c)];
    if (digit == kNoDigit || padding > 0) return false;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    if (++digits == 4) {
      out += {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8), static_cast<char>(bits)};
      bits = 0;
      digits = 0;
    }
  }
  if (digits == 0) return padding == 0;
  if (digits == 1 || digits + padding != 4) return false;
  // Bits of the last digit that belong to no byte must be zero: one file, one text.
  if (digits == 2) {
    out += static_cast<char>(bits >> 4);
    return (bits & 0xf) == 0;
  }
  out += {static_cast<char>(bits >> 10), static_cast<char>(bits >> 2)};
  return (bits & 0x3) == 0;
}

std::expected<PredictRequest, Code> ParsePredict(std::string_view content_type, std::string_view body,
                                                 std::string_view member) {
  if (!boost::algorithm::istarts_with(content_type, "application/json") || body.empty()) {
    return std::unexpected(Code::kInvalidArgument);
  }
  const auto document = ParseJson(body, "body");
  if (!document || !document->is_object()) return std::unexpected(Code::kJson);
  const json::object& object = document->get_object();
  PredictRequest request;
  if (const json::value* top = object.if_contains("top_num")) {
    const auto number = ParseTop(*top);
    if (!number) return std::unexpected(Code::kInvalidArgument);
    request.top = *number;
  }
  if (const json::value* threshold = object.if_contains("threshold")) {
    request.threshold = ParseThreshold(*threshold);
    if (!request.threshold) return std::unexpected(Code::kInvalidArgument);
  }
  const json::value* file = object.if_contains(member);
  if (file == nullptr) return std::unexpected(Code::kMissing);
  const json::string* text = file->if_string();
  if (text == nullptr) return std::unexpected(Code::kInvalidArgument);
  if (text->empty() || text->size() > kMaxBase64) return std::unexpected(Code::kSize);
  if (!DecodeBase64(*text, request.file)) return std::unexpected(Code::kBase64);
  return request;
}

}  // namespace easel::server::easydl
