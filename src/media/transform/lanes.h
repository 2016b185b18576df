#pragma once

#include <array>
#include <cmath>
#include <cstring>

#if defined(__FMA__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace easel::media {

/// The same number of eight stretches of sound, or of eight channels, that are worked on side by side:
/// arithmetic is per lane, so a
/// lane's bits are those of plain scalar code, whatever the machine's registers are.
inline constexpr int kLanes = 8;
using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;

inline Lanes LoadLanes(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

inline Lanes Splat(float value) { return Lanes{value, value, value, value, value, value, value, value}; }

/// a × b + c, rounded once: the same bits everywhere, and slow where the machine cannot do it.
inline Lanes MulAdd(const Lanes& a, const Lanes& b, const Lanes& c) {
#if defined(__FMA__)
  return _mm256_fmadd_ps(a, b, c);
#elif defined(__aarch64__)
  const auto half = [](const Lanes& from, int begin) {
    float32x4_t out;
    std::memcpy(&out, reinterpret_cast<const float*>(&from) + begin, sizeof out);
    return out;
  };
  Lanes sum;
  for (int begin = 0; begin < kLanes; begin += 4) {
    const float32x4_t part = vfmaq_f32(half(c, begin), half(a, begin), half(b, begin));
    std::memcpy(reinterpret_cast<float*>(&sum) + begin, &part, sizeof part);
  }
  return sum;
#else
  Lanes sum;
  for (int lane = 0; lane < kLanes; ++lane) sum[lane] = std::fma(a[lane], b[lane], c[lane]);
  return sum;
#endif
}
inline Lanes MulAdd(float a, const Lanes& b, const Lanes& c) { return MulAdd(Splat(a), b, c); }

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
