// easel-decoder-m4a: as easel-decoder, for MPEG-4 audio alone. A program of its own, because FFmpeg's
// libraries take many times as long to load as all others together.
#include <unistd.h>

#include <fstream>
#include <new>

#include "media/codecs/serve.h"
#include "media/decode/errors.h"
#include "media/decode/sound_errors.h"
#include "media/m4a/m4a.h"

namespace easel::media {
namespace {

size_t MappedBytes() {
  size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

Result<DecodedImage> RefusePicture(std::span<const std::byte>, const DecodeRequest&,
                                   const DecodeLimits& limits) {
  return FailDecode(DecodeFailure::kUnknownFormat, limits);
}

Result<DecodedSound> DecodeM4a(std::span<const std::byte> bytes, const SoundRequest& request,
                               const SoundLimits& limits, const TakeSamples& take) {
  try {
    return DecodeSoundFile([&] { return OpenM4a(bytes); }, request, limits, take);
  } catch (const std::bad_alloc&) {
    return FailSound(SoundFailure::kTooLarge, limits);
  }
}

}  // namespace
}  // namespace easel::media

int main() {
  using namespace easel::media;
  return ServeFromSandbox({.picture = RefusePicture, .sound = DecodeM4a, .own_memory = MappedBytes()});
}
