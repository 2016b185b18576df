#include <vector>

#include "expect_recording.h"
#include "media/m4a/m4a.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  const auto bytes = std::as_bytes(std::span(data, size));
  if (SniffSound(bytes) != SoundFormat::kM4a) return 0;
  std::vector<float> samples;
  const auto take = [&](std::span<const float> block) {
    samples.insert(samples.end(), block.begin(), block.end());
    return true;
  };
  auto decoded = DecodeSoundFile([&] { return OpenM4a(bytes); }, {}, kFuzzSounds, take);
  if (decoded) decoded->sound.samples = std::move(samples);
  ExpectRecording(decoded);
  return 0;
}
