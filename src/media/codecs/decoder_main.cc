// easel-decoder: turns pictures and recordings into pixels and samples. Started by
// media::MakeSandboxedDecoder only.
#include "media/codecs/codecs.h"
#include "media/codecs/serve.h"

int main() {
  using namespace easel::media;
  return ServeFromSandbox(
      {.picture = DecodeInProcess,
       .sound = [](std::span<const std::byte> bytes, const SoundRequest& request, const SoundLimits& limits,
                   const TakeSamples& take) { return DecodeSoundInProcess(bytes, request, limits, take); }});
}
