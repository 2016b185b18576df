#include "expect_sound.h"
#include "media/codecs/codecs.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  for (const int min_side : {0, 8}) ExpectSound(DecodeJpeg(BytesOf(data, size), {min_side}, kFuzzLimits));
  return 0;
}
