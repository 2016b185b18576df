#pragma once

#include <cstdint>
#include <vector>

#include "media/decode/decoder.h"
#include "media/image.h"

namespace easel::media {

/// R G B A (straight alpha) → R G B on a white ground, rounded; in the same memory.
std::vector<uint8_t> BlendOnWhite(std::vector<uint8_t> rgba);

/// The picture turned and mirrored as an Exif orientation (1–8) asks.
Image Upright(Image image, int orientation);

/// Puts a codec's result together: turns it upright, and with it the stored size.
DecodedImage Finish(Image image, ImageFormat format, int stored_width, int stored_height, int orientation);

}  // namespace easel::media
