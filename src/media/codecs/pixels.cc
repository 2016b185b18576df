#include "media/codecs/pixels.h"

#include <cstddef>
#include <utility>

namespace easel::media {

std::vector<uint8_t> BlendOnWhite(std::vector<uint8_t> rgba) {
  const size_t pixels = rgba.size() / 4;
  for (size_t i = 0; i < pixels; ++i) {
    const unsigned alpha = rgba[4 * i + 3];
    for (size_t c = 0; c < 3; ++c) {
      rgba[3 * i + c] = static_cast<uint8_t>((rgba[4 * i + c] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
  }
  rgba.resize(3 * pixels);
  return rgba;
}

Image Upright(Image image, int orientation) {
  if (orientation <= 1) return image;
  // Orientations 5–8 exchange the axes; the others read each axis forwards or backwards.
  const bool exchange = orientation >= 5;
  const bool backwards_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool backwards_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const ptrdiff_t width = image.width;
  const ptrdiff_t height = image.height;
  const ptrdiff_t step_x = backwards_x ? -1 : 1;
  const ptrdiff_t step_y = backwards_y ? -width : width;
  const ptrdiff_t begin = (backwards_x ? width - 1 : 0) + (backwards_y ? (height - 1) * width : 0);

  Image out{exchange ? image.height : image.width, exchange ? image.width : image.height,
            std::vector<uint8_t>(image.rgb.size())};
  const ptrdiff_t column_step = exchange ? step_y : step_x;
  const ptrdiff_t row_step = exchange ? step_x : step_y;
  uint8_t* target = out.rgb.data();
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x, target += 3) {
      const uint8_t* source = &image.rgb[static_cast<size_t>(begin + y * row_step + x * column_step) * 3];
      for (int c = 0; c < 3; ++c) target[c] = source[c];
    }
  }
  return out;
}

DecodedImage Finish(Image image, ImageFormat format, int stored_width, int stored_height, int orientation) {
  if (orientation >= 5) std::swap(stored_width, stored_height);
  return {Upright(std::move(image), orientation), format, stored_width, stored_height};
}

}  // namespace easel::media
