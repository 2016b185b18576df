// Queries, forms and paths: no crash, and decoded text survives another round.
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/http/url.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::server::http;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto decoded = DecodePercent(text, true)) {
    if (!IsUtf8(*decoded) || DecodePercent(EncodePercent(*decoded), true) != *decoded) std::abort();
  }
  std::string again;
  if (const auto parameters = ParseForm(text)) {
    for (const auto& [name, value] : *parameters)
      again += "&" + EncodePercent(name) + "=" + EncodePercent(value);
    if (ParseForm(again) != *parameters) std::abort();
  }
  if (const auto segments = SplitPath(text)) {
    again.clear();
    for (const std::string& segment : *segments) again += "/" + EncodePercent(segment);
    if (SplitPath(again) != *segments) std::abort();
  }
  return 0;
}
