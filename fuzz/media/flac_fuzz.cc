#include "expect_recording.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::media;
  DecodeRecording(std::as_bytes(std::span(data, size)), SoundFormat::kFlac);
  return 0;
}
