#pragma once

#include <array>
#include <cstdint>

#include "media/augment/variation.h"
#include "media/image.h"

namespace easel::media {

/// A change of colour: out[i] = Σ weights[i][k] · in[k] + offset in fixed-point numbers with kBits bits after
/// the point, rounded and kept within 0–255. All rows have the same sum, so grey stays grey.
struct ColourMatrix {
  static constexpr int kBits = 14;
  std::array<std::array<int32_t, 3>, 3> weights{};
  int32_t offset = 0;
};

/// Hue, then saturation, contrast around 127.5, and brightness. Hue is turned around the grey axis at the
/// same luminance, and saturation is the distance from luminance (0.213 R + 0.715 G + 0.072 B), as in the
/// filters `hue-rotate` and `saturate` of W3C Filter Effects 1.
ColourMatrix ColourOf(const Variation& variation);

/// True for the matrix that changes nothing.
bool IsIdentity(const ColourMatrix& matrix);

void Recolour(const ColourMatrix& matrix, Image& image);

}  // namespace easel::media
