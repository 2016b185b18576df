#pragma once

#include <cstdint>

#include "base/result.h"
#include "media/decode/decoder.h"

namespace easel::media {

/// Why a recording cannot be decoded. The numbers travel from the decoder process to its parent.
enum class SoundFailure : uint32_t {
  kEmpty = 1,
  kUnknownFormat = 2,
  kTooLarge = 3,
  kTooLong = 4,
  kBroken = 5,
  kUnsupported = 6,
  kM4a = 7,
  kTooSlow = 8,
};

/// The error of the Decoder contract for `failure`. The sentences name the limits.
std::unexpected<Error> FailSound(SoundFailure failure, const SoundLimits& limits);

/// The inverse of FailSound; kBroken for any other error.
SoundFailure SoundFailureOf(const Error& error);

}  // namespace easel::media
