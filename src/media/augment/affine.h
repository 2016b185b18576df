#pragma once

#include "media/image.h"

namespace easel::media {

/// Where the pixels of a picture come from: the middle of output pixel (i, j) lies at
/// (x + i · x_right + j · x_down, y + i · y_right + j · y_down) in source pixels, where (0, 0) is the middle
/// of the first.
struct Affine {
  double x = 0;
  double x_right = 1;
  double x_down = 0;
  double y = 0;
  double y_right = 0;
  double y_down = 1;
};

/// Bilinear interpolation of `image` (at least 1 × 1) at width × height points, positions in 1/65536 and
/// weights in 1/256 pixels; beyond its borders the picture goes on as its mirror image. Does not antialias:
/// the points of a row or column ought to be little more than a pixel apart.
Image Interpolate(const Image& image, const Affine& from, int width, int height);

}  // namespace easel::media
