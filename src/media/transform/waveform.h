#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "media/sound.h"

namespace easel::media {

/// The outline of a stretch of sound: per part the lowest and the highest sample, full scale ±127, beyond it
/// ±127 too.
struct Waveform {
  std::vector<int8_t> lows;
  std::vector<int8_t> highs;

  bool operator==(const Waveform&) const = default;
};

/// Of `points` ≥ 1 equal parts of the stretch of `seconds` > 0 that begins at `begin` seconds of the sound.
/// Where parts are shorter than a sample, each shows the sample that it lies in; what lies before and behind
/// the sound is silent. Neither the largest double nor 2^31 points do harm but for the memory.
Waveform WaveformOf(const Sound& sound, double begin, double seconds, size_t points);

}  // namespace easel::media
