#include <cstring>
#include <vector>

#include "expect_recording.h"

namespace {

// RFC 3533, 6: of the whole page, with zeros in place of the checksum.
uint32_t Checksum(std::span<const uint8_t> page) {
  uint32_t sum = 0;
  for (const uint8_t byte : page) {
    sum ^= uint32_t{byte} << 24;
    for (int bit = 0; bit < 8; ++bit) sum = (sum << 1) ^ ((sum >> 31) * 0x04c11db7);
  }
  return sum;
}

// Sets the checksum of every page right, or hardly any change would come past it.
void Seal(std::vector<uint8_t>& ogg) {
  constexpr size_t kHeader = 27;
  size_t at = 0;
  while (ogg.size() >= at + kHeader && std::memcmp(&ogg[at], "OggS", 4) == 0) {
    const size_t segments = ogg[at + 26];
    if (ogg.size() < at + kHeader + segments) return;
    size_t length = kHeader + segments;
    for (size_t i = 0; i < segments; ++i) length += ogg[at + kHeader + i];
    if (ogg.size() < at + length) return;
    std::fill_n(&ogg[at + 22], 4, uint8_t{0});
    const uint32_t sum = Checksum(std::span(ogg).subspan(at, length));
    for (size_t i = 0; i < 4; ++i) ogg[at + 22 + i] = static_cast<uint8_t>(sum >> (8 * i));
    at += length;
  }
}

}  // namespace

// libvorbis loses some 10 KB on broken headers; a decoder process is replaced long before that matters.
extern "C" const char* __lsan_default_suppressions() { return "leak:libvorbis\n"; }

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  std::vector<uint8_t> ogg(data, data + size);
  Seal(ogg);
  DecodeRecording(std::as_bytes(std::span(ogg)), SoundFormat::kOgg);
  return 0;
}
