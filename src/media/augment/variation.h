#pragma once

#include <cstdint>

#include "media/augment/augmentation.h"

namespace easel::media {

/// A rectangle in shares of the sides of what it lies in.
struct Share {
  double left = 0;
  double top = 0;
  double width = 1;
  double height = 1;

  bool operator==(const Share&) const = default;
};

/// One drawn change of a picture; the default changes nothing.
struct Variation {
  Share part;  ///< of the view that is shown at the view's full size
  bool flip = false;
  bool flip_vertical = false;
  double rotation = 0;  ///< degrees, of the picture around the middle of `part`, clockwise
  double brightness = 1;
  double contrast = 1;
  double saturation = 1;
  double hue = 0;    ///< degrees
  double blur = 0;   ///< σ in output pixels
  double noise = 0;  ///< σ in 1/255
  Share erased{0, 0, 0, 0};
  uint64_t seed = 0;  ///< of the values of the noise and of the erased rectangle

  bool operator==(const Variation&) const = default;
};

/// The variation that a number stands for: the same on every machine. All strengths use the same numbers
/// whether they are on or off, so changing one of them leaves the others' changes as they were. `variation`
/// may be any number, e.g. an epoch's and an item's position; neighbouring numbers give unrelated variations.
Variation Draw(const Augmentation& augmentation, uint64_t variation);

}  // namespace easel::media
