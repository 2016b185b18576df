#pragma once

#include <cstdint>
#include <vector>

namespace easel::media {

/// A decoded picture: 8-bit sRGB, interleaved R G B, rows from the top, no padding, upright (EXIF orientation applied),
/// transparency blended on white.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> rgb;  ///< width × height × 3

  bool operator==(const Image&) const = default;
};

}  // namespace easel::media
