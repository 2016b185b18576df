#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "media/image.h"

namespace easel::media {

/// The part of a source axis that is resampled, in pixels: [begin, end), which may cut pixels.
struct Interval {
  double begin = 0;
  double end = 0;
};

/// What every output pixel of one axis is made of: output i = Σ weights[i × taps + k] × source[first[i] + k]
/// over k < count[i]. The weights are fixed-point numbers with kWeightBits bits after the point.
struct Taps {
  int taps = 0;
  std::vector<int> first;
  std::vector<int> count;
  std::vector<int32_t> weights;
};

inline constexpr int kWeightBits = 22;

/// The taps of a triangle filter whose support grows with the reduction, which is what Pillow's BILINEAR is
/// (Pillow, src/libImaging/Resample.c). `source` is the size of the whole axis, `part` lies in it.
Taps MakeTaps(int source, Interval part, int output);

/// The part `x` × `y` of `image` at width × height pixels: first all rows, then all columns, 8 bits between.
/// Equal to Pillow's `image.resize((width, height), BILINEAR, box)` bit for bit.
Image Resample(const Image& image, Interval x, Interval y, int width, int height);

/// Puts `tile` onto `canvas`, which it must fit into, with its corner at (left, top).
void Paste(const Image& tile, size_t left, size_t top, Image& canvas);

}  // namespace easel::media
