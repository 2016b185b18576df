#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "media/codecs/sound_codecs.h"
#include "media/decode/sniff_sound.h"

namespace easel::media {

/// Small, so that a fuzzer does not spend its time on long recordings.
inline constexpr SoundLimits kFuzzSounds{
    .max_bytes = size_t{1} << 20, .max_duration = 30, .max_samples = 200'000};

/// Ends the program unless the result is what DecodedSound promises or an error of the user's data.
inline void ExpectRecording(const Result<DecodedSound>& decoded) {
  if (!decoded) {
    if (decoded.error().kind != ErrorKind::kBadInput) std::abort();
    return;
  }
  const auto is_finite = [](float sample) { return std::isfinite(sample); };
  if (decoded->sound.samples.empty() || !std::ranges::all_of(decoded->sound.samples, is_finite)) std::abort();
  if (decoded->sound.rate < kMinSoundRate || decoded->sound.rate > kMaxSoundRate) std::abort();
  if (decoded->channels < 1 || decoded->channels > kMaxSoundChannels) std::abort();
  if (!(decoded->seconds >= 0 && decoded->seconds <= kFuzzSounds.max_duration)) std::abort();
  if (!(decoded->clipped >= 0 && decoded->clipped <= 1 && std::isfinite(decoded->peak))) std::abort();
}

/// All of a recording of one format, and a stretch.
inline void DecodeRecording(std::span<const std::byte> bytes, SoundFormat format) {
  if (SniffSound(bytes) != format) return;
  ExpectRecording(DecodeSoundInProcess(bytes, {}, kFuzzSounds));
  ExpectRecording(DecodeSoundInProcess(bytes, {0.03, 0.05}, kFuzzSounds));
}

}  // namespace easel::media
