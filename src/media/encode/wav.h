#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/file.h"
#include "media/sound.h"

namespace easel::media {

/// A WAV file of ours: this many bytes of header, then 2 of each sample: 16 bits, one channel, least byte
/// first.
inline constexpr size_t kWavHeaderBytes = 44;
inline constexpr size_t kWavSampleBytes = 2;

/// The header for `samples` samples, so that a server can serve any stretch of a file that exists nowhere.
/// Above 2^31 − 19 samples their number does not fit the format: std::logic_error.
std::array<std::byte, kWavHeaderBytes> WavHeader(int rate, int64_t samples);

/// The samples' bytes: x × 32,768, rounded, at most 32,767. What was read from a file of 16 bits comes out
/// unchanged.
Bytes WavSamples(std::span<const float> samples);

/// The whole file.
Bytes EncodeWav(const Sound& sound);

}  // namespace easel::media
