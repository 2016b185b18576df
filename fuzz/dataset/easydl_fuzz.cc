#include <cstdlib>
#include <string_view>

#include "dataset/import/easydl.h"

/// A label file gives a name or an error that names the file; one with a name looks like what it is.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::dataset;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto label = ParseEasydlLabel(text, "1.json");
  if (!label && (label.error().code != "label-file-invalid" || label.error().item != "1.json")) std::abort();
  if (label && !LooksLikeEasydl(text)) std::abort();
  return 0;
}
