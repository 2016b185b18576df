#include "expect_sound.h"
#include "media/codecs/codecs.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  ExpectSound(DecodeInProcess(BytesOf(data, size), {16}, kFuzzLimits));
  return 0;
}
