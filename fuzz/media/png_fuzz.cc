#include <zlib.h>

#include <vector>

#include "expect_sound.h"
#include "media/codecs/codecs.h"

namespace {

void Put(uint8_t* at, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) *at++ = static_cast<uint8_t>(value >> shift);
}

// Sets the checksum of every chunk right, or hardly any change would come past it.
void Seal(std::vector<uint8_t>& png) {
  size_t at = 8;
  while (png.size() >= at + 12) {
    const size_t length =
        size_t{png[at]} << 24 | size_t{png[at + 1]} << 16 | size_t{png[at + 2]} << 8 | png[at + 3];
    if (length > png.size() - at - 12) return;
    const auto checksum = crc32(0, &png[at + 4], static_cast<unsigned>(length + 4));
    Put(&png[at + 8 + length], static_cast<uint32_t>(checksum));
    at += length + 12;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  std::vector<uint8_t> png(data, data + size);
  if (SniffFormat(BytesOf(png.data(), png.size())) != ImageFormat::kPng) return 0;
  Seal(png);
  ExpectSound(DecodePng(BytesOf(png.data(), png.size()), kFuzzLimits));
  return 0;
}
