#pragma once

#include <functional>
#include <span>

#include "base/result.h"
#include "media/codecs/sound_codecs.h"
#include "media/decode/decoder.h"

namespace easel::media {

/// What a decoder program does with the bytes that it is sent.
struct DecoderDuties {
  std::function<Result<DecodedImage>(std::span<const std::byte>, const DecodeRequest&, const DecodeLimits&)>
      picture;
  std::function<Result<DecodedSound>(std::span<const std::byte>, const SoundRequest&, const SoundLimits&,
                                     const TakeSamples&)>
      sound;
  size_t own_memory = 0;  ///< address space that its libraries take, bytes: comes on top of max_memory
};

/// The main function of a decoder program: builds the sandbox around itself and answers at the socket on
/// descriptor 0 until the parent closes it. The conversation is in media/decode/wire.h. Returns the exit
/// code.
int ServeFromSandbox(const DecoderDuties& duties);

}  // namespace easel::media
