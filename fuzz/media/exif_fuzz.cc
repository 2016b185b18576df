#include "expect_sound.h"
#include "media/codecs/exif.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const int orientation = easel::media::ExifOrientation(easel::media::BytesOf(data, size));
  if (orientation < 1 || orientation > 8) std::abort();
  return 0;
}
