#include <cstdlib>

#include "dataset/import/entry_path.h"
#include "dataset/import/source.h"

/// Reads a hostile archive from end to end within small limits: every path that may be read is clean, and no
/// content is larger than allowed.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::dataset;
  SourceLimits limits;
  limits.max_entries = 100;
  limits.max_entry_bytes = 10'000;
  limits.max_label_bytes = 20'000;
  limits.max_total_bytes = 1'000'000;
  limits.bomb_bytes = 100'000;
  const auto source = OpenArchive({reinterpret_cast<const std::byte*>(data), size}, limits);
  if (!source) return 0;
  while (true) {
    const auto entry = (*source)->Next();
    if (!entry || !*entry) return 0;
    const Entry& found = **entry;
    if (!easel::dataset::IsUtf8(found.path)) std::abort();
    if (found.refusal) continue;
    if (CleanPath(found.path) != found.path) std::abort();
    if (found.path.size() % 2 == 1) {  // one way or the other
      const Pieces pieces = (*source)->Stream();
      size_t total = 0;
      while (true) {
        const auto piece = pieces();
        if (!piece || piece->empty()) break;
        total += piece->size();
      }
      if (total > limits.max_label_bytes) std::abort();
      continue;
    }
    const auto content = (*source)->Read();
    if (!content) return 0;
    if (*content && (*content)->size() > limits.max_entry_bytes) std::abort();
  }
}
