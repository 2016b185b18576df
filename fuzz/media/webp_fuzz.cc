#include "expect_sound.h"
#include "media/codecs/codecs.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  const auto bytes = BytesOf(data, size);
  if (SniffFormat(bytes) == ImageFormat::kWebp) ExpectSound(DecodeWebp(bytes, kFuzzLimits));
  return 0;
}
