// Bodies of EasyDL requests, and the base64 in them.
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/easydl/messages.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::server::easydl;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string_view member : {"image", "sound"}) {
    const auto request = ParsePredict("application/json", text, member);
    if (request && (request->top < 1 || request->file.size() > kMaxBase64 / 4 * 3)) std::abort();
  }
  std::string bytes;
  if (DecodeBase64(text, bytes) && bytes.size() > size / 4 * 3) std::abort();
  return 0;
}
