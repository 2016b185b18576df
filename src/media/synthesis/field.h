#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/random.h"

namespace easel::media {

using Colour = std::array<double, 3>;  ///< R, G, B, 0–255

/// A colour of random hue; every third one or so is nearly grey, as in photos.
Colour RandomColour(Random& random);

Colour Mix(const Colour& a, const Colour& b, double share);

/// A smooth random function of the plane (value noise, Perlin's "fractal" sum): octaves of a random lattice,
/// each half as wide as the one before and weaker by `decay`. Values in [0, 1].
class Clouds {
 public:
  /// `scale`: pixels between the points of the first lattice, ≥ 1; `octaves` 1–8; `decay` in (0, 1].
  Clouds(uint64_t seed, double scale, int octaves, double decay);
  double At(double x, double y) const;

 private:
  uint64_t seed_;
  double scale_;
  int octaves_;
  double decay_;
};

/// Colours along [0, 1], 2 to 4 of them.
class Ramp {
 public:
  explicit Ramp(Random& random);
  Colour At(double share) const;

 private:
  std::vector<Colour> stops_;
};

}  // namespace easel::media
