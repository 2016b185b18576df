#pragma once

#include <array>
#include <cstring>

namespace easel::media {

/// The same number of eight stretches of sound that are worked on side by side: arithmetic is per lane, so a
/// lane's bits are those of plain scalar code, whatever the machine's registers are.
inline constexpr int kLanes = 8;
using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;

inline Lanes LoadLanes(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

/// rows[i][j] becomes rows[j][i].
inline void Transpose(std::array<Lanes, kLanes>& rows) {
  std::array<Lanes, kLanes> pairs;
  for (int i = 0; i < kLanes; i += 2) {
    pairs[i] = __builtin_shufflevector(rows[i], rows[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    pairs[i + 1] = __builtin_shufflevector(rows[i], rows[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  std::array<Lanes, kLanes> fours;  // [i] of columns i and i + 4: rows 0 to 3, [i + 4]: rows 4 to 7
  for (int half = 0; half < kLanes; half += 4) {
    for (int i = 0; i < 2; ++i) {
      const Lanes& upper = pairs[half + i];
      const Lanes& lower = pairs[half + i + 2];
      fours[half + 2 * i] = __builtin_shufflevector(upper, lower, 0, 1, 8, 9, 4, 5, 12, 13);
      fours[half + 2 * i + 1] = __builtin_shufflevector(upper, lower, 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int i = 0; i < 4; ++i) {
    rows[i] = __builtin_shufflevector(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    rows[i + 4] = __builtin_shufflevector(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

}  // namespace easel::media
