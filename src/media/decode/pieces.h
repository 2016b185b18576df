#pragma once

#include <functional>
#include <span>

#include "media/decode/decoder.h"

namespace easel::media {

/// How much there was.
struct SoundLength {
  int rate = 0;
  int64_t samples = 0;
};

/// Decodes a recording of any length with no more than some minutes of it in memory: `take` gets its pieces
/// in order, whose samples equal those of the whole bit by bit; an error of it ends it all. Errors: those of
/// DecodeSound. Formats that cannot be sought in exactly are decoded from the start for each piece, which
/// takes a few times as long as DecodeSound.
Result<SoundLength> DecodeInPieces(Decoder& decoder, std::span<const std::byte> bytes,
                                   const std::function<Status(const Sound& piece)>& take);

}  // namespace easel::media
