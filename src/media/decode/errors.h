#pragma once

#include <cstdint>

#include "base/result.h"
#include "media/decode/decoder.h"

namespace easel::media {

/// Why a picture cannot be decoded. The numbers travel from the decoder process to its parent.
enum class DecodeFailure : uint32_t {
  kEmpty = 1,
  kUnknownFormat = 2,
  kTooLarge = 3,
  kBroken = 4,
  kTooSlow = 5,
};

/// The error of the Decoder contract for `failure`. The sentences name the limits.
std::unexpected<Error> FailDecode(DecodeFailure failure, const DecodeLimits& limits);

/// The inverse of FailDecode; kBroken for any other error.
DecodeFailure FailureOf(const Error& error);

}  // namespace easel::media
