#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

/// The wire protocol of Baidu's EasyDL for image classification, object detection and sound classification,
/// as pure functions; docs/easydl.md is the manual.
namespace easel::server::easydl {

/// The error numbers that are sent.
enum class Code : int {
  kUnsupported = 3,
  kNoPermission = 6,
  kQps = 18,
  kInvalidParameter = 100,
  kTokenInvalid = 110,
  kTokenExpired = 111,
  kInternal = 336000,
  kInvalidArgument = 336001,
  kJson = 336002,
  kBase64 = 336003,
  kSize = 336004,
  kDecode = 336005,
  kMissing = 336006,
  kUnavailable = 336100,
};

/// {"error_code":…,"error_msg":…,"log_id":…} with Baidu's own words.
json::object ErrorReply(Code code, uint64_t log_id);

/// The most that `image` or `sound` may hold as base64, as EasyDL documents it.
inline constexpr size_t kMaxBase64 = size_t{4} << 20;
inline constexpr int kMinSide = 15;
inline constexpr int kMaxSide = 4096;
inline constexpr double kMaxSeconds = 15;
inline constexpr size_t kDefaultTop = 6;

struct PredictRequest {
  std::string file;                 ///< the encoded picture or recording
  size_t top = kDefaultTop;         ///< at least 1
  std::optional<double> threshold;  ///< in [0, 1]; nothing: the model's own
};

/// Reads {"image":"<base64>","top_num":5 or "5","threshold":0.3 or "0.3"}; `member` is "image" or "sound".
/// Unknown members are passed over, as EasyDL does.
std::expected<PredictRequest, Code> ParsePredict(std::string_view content_type, std::string_view body,
                                                 std::string_view member = "image");

/// Standard base64 (RFC 4648, section 4) with padding; line breaks are passed over, as in MIME. False
/// otherwise, in particular for "data:" headers.
bool DecodeBase64(std::string_view text, std::string& out);

}  // namespace easel::server::easydl
