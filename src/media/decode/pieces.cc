#include "media/decode/pieces.h"

#include <cmath>

namespace easel::media {
namespace {

constexpr double kFirstSeconds = 30;                    ///< after which the rate is known
constexpr int64_t kSamplesAtATime = int64_t{24} << 20;  ///< of 4 bytes each

}  // namespace

Result<SoundLength> DecodeInPieces(Decoder& decoder, std::span<const std::byte> bytes,
                                   const std::function<Status(const Sound& piece)>& take) {
  SoundLength length;
  for (double asked = kFirstSeconds;; asked = static_cast<double>(kSamplesAtATime / length.rate)) {
    const double begin = length.rate == 0 ? 0.0 : static_cast<double>(length.samples) / length.rate;
    const auto decoded = decoder.DecodeSound(bytes, {.begin = begin, .seconds = asked});
    // Where the piece before ended with the recording, nothing follows.
    if (!decoded && length.samples > 0 && decoded.error().code == "sound-empty") return length;
    if (!decoded) return std::unexpected(decoded.error());
    const auto got = static_cast<int64_t>(decoded->sound.samples.size());
    length = {decoded->sound.rate, length.samples + got};
    EASEL_TRY(take(decoded->sound));
    if (got < std::llround(asked * length.rate)) return length;
  }
}

}  // namespace easel::media
