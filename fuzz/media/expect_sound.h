#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "base/result.h"
#include "media/decode/decoder.h"

namespace easel::media {

/// Small, so that a fuzzer does not spend its time on large empty pictures.
inline constexpr DecodeLimits kFuzzLimits{.max_pixels = 100'000, .max_bytes = size_t{1} << 20};

inline std::span<const std::byte> BytesOf(const uint8_t* data, size_t size) {
  return std::as_bytes(std::span(data, size));
}

/// Ends the program unless the result is a picture of the size it claims or an error of the user's data.
inline void ExpectSound(const Result<DecodedImage>& decoded) {
  if (!decoded) {
    if (decoded.error().kind != ErrorKind::kBadInput) std::abort();
    return;
  }
  const Image& image = decoded->image;
  if (image.width < 1 || image.height < 1 || image.width > decoded->stored_width) std::abort();
  if (image.rgb.size() != static_cast<size_t>(image.width) * image.height * 3) std::abort();
}

}  // namespace easel::media
