#include "expect_sound.h"
#include "media/codecs/codecs.h"

// What follows the first 32 bytes does not change the answer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  const auto bytes = BytesOf(data, size);
  const auto format = SniffFormat(bytes);
  if (size > 32 && SniffFormat(bytes.first(32)) != format) std::abort();
  return 0;
}
