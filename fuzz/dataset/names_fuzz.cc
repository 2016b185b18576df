#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "dataset/import/name_pattern.h"

/// A pattern on the first line, paths on the others: what is found is a part of the path.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view first = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(first.size() + 1, text.size()));
  const auto pattern = easel::dataset::NamePattern::Parse(first);
  if (!pattern) return 0;
  while (!text.empty()) {
    const std::string_view path = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(path.size() + 1, text.size()));
    const auto match = pattern->Find(path);
    if (!match) continue;
    for (const std::string& found : {match->class_name, match->group}) {
      if (path.find(found) == std::string_view::npos || found.find('/') != std::string::npos) std::abort();
    }
  }
  return 0;
}
