#pragma once

namespace easel::media {

/// Elementary functions out of exactly rounded operations alone: those of the C library differ in the last
/// bit from one machine to the next. Errors are below 1e-14 (Decay: 1e-12).
struct Direction {
  double cosine = 1;
  double sine = 0;
};
/// Of an angle in degrees within ±360; exact at multiples of 90.
Direction DirectionOf(double degrees);
/// e^−x for x ≥ 0.
double Decay(double x);

}  // namespace easel::media
