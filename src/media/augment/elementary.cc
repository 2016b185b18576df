#include "media/augment/elementary.h"

#include <cmath>
#include <numbers>

namespace easel::media {

Direction DirectionOf(double degrees) {
  const double quarters = std::floor(degrees / 90 + 0.5);
  const double angle = (degrees - 90 * quarters) * (std::numbers::pi / 180);  // within ±π/4
  const double square = angle * angle;
  double cosine = 1;
  double sine = 1;
  for (int n = 16; n >= 2; n -= 2) {  // Horner's scheme of both Taylor series
    cosine = 1 - square / (n * (n - 1)) * cosine;
    sine = 1 - square / (n * (n + 1)) * sine;
  }
  sine *= angle;
  switch (static_cast<int>(quarters) & 3) {
    case 0:
      return {cosine, sine};
    case 1:
      return {-sine, cosine};
    case 2:
      return {-cosine, -sine};
    default:
      return {sine, -cosine};
  }
}

double Decay(double x) {
  if (x > 700) return 0;
  constexpr int kHalvings = 10;  // leaves an argument below 0.69
  const double small = x / (1 << kHalvings);
  double value = 1;
  for (int n = 16; n >= 1; --n) value = 1 - small / n * value;
  for (int i = 0; i < kHalvings; ++i) value *= value;
  return value;
}

}  // namespace easel::media
