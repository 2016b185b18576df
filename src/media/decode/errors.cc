#include "media/decode/errors.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace easel::media {
namespace {

constexpr std::array<std::pair<DecodeFailure, std::string_view>, 5> kCodes = {{
    {DecodeFailure::kEmpty, "image-empty"},
    {DecodeFailure::kUnknownFormat, "image-unknown-format"},
    {DecodeFailure::kTooLarge, "image-too-large"},
    {DecodeFailure::kBroken, "image-broken"},
    {DecodeFailure::kTooSlow, "image-too-slow"},
}};

struct Sentences {
  Text message;
  Text hint;
};

Sentences Describe(DecodeFailure failure, const DecodeLimits& limits) {
  const std::string megapixels = std::to_string(limits.max_pixels / 1'000'000);
  const std::string megabytes = std::to_string(limits.max_bytes >> 20);
  const std::string seconds = std::to_string(limits.max_seconds);
  switch (failure) {
    case DecodeFailure::kEmpty:
      return {{"The picture file is empty.", "图片文件是空的。"},
              {"Copy the file again from where it came.", "请从来源处重新复制该文件。"}};
    case DecodeFailure::kUnknownFormat:
      return {{"This is not a picture in a format that Easel reads.", "该文件不是 Easel 支持的图片格式。"},
              {"Save it as JPEG, PNG, WebP or uncompressed BMP; set an iPhone's camera format to 'Most "
               "Compatible'.",
               "请另存为 JPEG、PNG、WebP 或未压缩的 BMP；iPhone 用户请将相机格式设为“兼容性最佳”。"}};
    case DecodeFailure::kTooLarge:
      return {{"The picture is too large: at most " + megapixels + " million pixels and " + megabytes +
                   " MB are accepted.",
               "图片过大：最多支持 " + megapixels + " 百万像素、" + megabytes + " MB。"},
              {"Make it smaller, for example 2000 pixels wide, and try again.",
               "请缩小图片（例如宽 2000 像素）后重试。"}};
    case DecodeFailure::kBroken:
      return {{"The picture file is damaged or incomplete.", "图片文件已损坏或不完整。"},
              {"Copy it again from where it came, or open it in a picture program and save it anew.",
               "请从来源处重新复制，或用图片软件打开后重新保存。"}};
    case DecodeFailure::kTooSlow:
      return {{"The picture took longer than " + seconds + " seconds to read.",
               "读取该图片超过了 " + seconds + " 秒。"},
              {"Open it in a picture program and save it anew as JPEG; if the computer was busy, try again "
               "later.",
               "请用图片软件打开并另存为 JPEG；如果电脑正忙，请稍后重试。"}};
  }
  std::unreachable();
}

}  // namespace

std::unexpected<Error> FailDecode(DecodeFailure failure, const DecodeLimits& limits) {
  for (const auto& [known, code] : kCodes) {
    if (known != failure) continue;
    Sentences sentences = Describe(failure, limits);
    return Fail(ErrorKind::kBadInput, std::string(code), std::move(sentences.message),
                std::move(sentences.hint));
  }
  std::unreachable();
}

DecodeFailure FailureOf(const Error& error) {
  for (const auto& [failure, code] : kCodes) {
    if (code == error.code) return failure;
  }
  return DecodeFailure::kBroken;
}

}  // namespace easel::media
