#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

#include "base/result.h"
#include "media/codecs/sound_file.h"
#include "media/decode/decoder.h"

namespace easel::media {

/// Is given the samples of a stretch in order, 1–16,384 at a time; false ends the decoding.
using TakeSamples = std::function<bool(std::span<const float>)>;

/// Decodes in this very process, block by block, so that little memory is needed besides `bytes`. Only
/// easel-decoder, tests and fuzzers call this: everybody else uses a Decoder, which keeps the codecs' bugs in
/// a process that can do no harm. `sound.samples` stays empty: `take` has them, also those before an error.
/// It is not called for a description. Errors as in Decoder; `max_seconds` is not enforced here.
Result<DecodedSound> DecodeSoundInProcess(std::span<const std::byte> bytes, const SoundRequest& request,
                                          const SoundLimits& limits, const TakeSamples& take);

/// The same of a file that `open` opens: once, or again to read from the start; nothing is "sound-broken".
using OpenSound = std::function<std::unique_ptr<SoundFile>()>;
Result<DecodedSound> DecodeSoundFile(const OpenSound& open, const SoundRequest& request,
                                     const SoundLimits& limits, const TakeSamples& take);

/// The same with the samples in one piece.
Result<DecodedSound> DecodeSoundInProcess(std::span<const std::byte> bytes, const SoundRequest& request,
                                          const SoundLimits& limits);

}  // namespace easel::media
