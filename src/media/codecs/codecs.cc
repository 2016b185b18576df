#include "media/codecs/codecs.h"

#include <algorithm>
#include <new>
#include <string_view>
#include <utility>

#include "media/decode/errors.h"

namespace easel::media {
namespace {

using std::string_view_literals::operator""sv;

Result<DecodedImage> Dispatch(ImageFormat format, std::span<const std::byte> bytes,
                              const DecodeRequest& request, const DecodeLimits& limits) {
  switch (format) {
    case ImageFormat::kJpeg:
      return DecodeJpeg(bytes, request, limits);
    case ImageFormat::kPng:
      return DecodePng(bytes, limits);
    case ImageFormat::kWebp:
      return DecodeWebp(bytes, limits);
    case ImageFormat::kBmp:
      return DecodeBmp(bytes, limits);
  }
  std::unreachable();
}

}  // namespace

std::optional<ImageFormat> SniffFormat(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<size_t>(bytes.size(), 18));
  if (text.starts_with("\xff\xd8\xff"sv)) return ImageFormat::kJpeg;
  if (text.starts_with("\x89PNG\r\n\x1a\n"sv)) return ImageFormat::kPng;
  if (text.starts_with("RIFF"sv) && text.substr(std::min<size_t>(8, text.size())).starts_with("WEBP"sv)) {
    return ImageFormat::kWebp;
  }
  // "BM" begins many a text: the size of the second header, at most 124, is asked for as well.
  if (text.size() == 18 && text.starts_with("BM"sv) && text[14] >= 12 && text.ends_with("\0\0\0"sv)) {
    return ImageFormat::kBmp;
  }
  return std::nullopt;
}

Result<DecodedImage> DecodeInProcess(std::span<const std::byte> bytes, const DecodeRequest& request,
                                     const DecodeLimits& limits) {
  if (bytes.empty()) return FailDecode(DecodeFailure::kEmpty, limits);
  if (bytes.size() > limits.max_bytes) return FailDecode(DecodeFailure::kTooLarge, limits);
  const auto format = SniffFormat(bytes);
  if (!format) return FailDecode(DecodeFailure::kUnknownFormat, limits);
  try {
    return Dispatch(*format, bytes, request, limits);
  } catch (const std::bad_alloc&) {
    return FailDecode(DecodeFailure::kTooLarge, limits);
  }
}

}  // namespace easel::media
