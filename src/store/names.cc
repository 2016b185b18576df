#include "store/names.h"

#include <array>
#include <cstdint>

namespace easel::store {

size_t CountPlainCharacters(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++count) {
    const auto first = static_cast<uint8_t>(text[i]);
    const size_t length = first < 0x80         ? 1
                          : first >> 5 == 0x6  ? 2
                          : first >> 4 == 0xe  ? 3
                          : first >> 3 == 0x1e ? 4
                                               : 0;
    if (length == 0 || length > text.size() - i) return 0;
    uint32_t character = length == 1 ? first : first & (0x7fU >> length);
    for (size_t k = 1; k < length; ++k) {
      const auto next = static_cast<uint8_t>(text[i + k]);
      if (next >> 6 != 0x2) return 0;
      character = character << 6 | (next & 0x3fU);
    }
    constexpr std::array<uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
    if (character < kSmallest[length] || character > 0x10ffff) return 0;
    if (character >= 0xd800 && character <= 0xdfff) return 0;
    if (character < 0x20 || (character >= 0x7f && character <= 0x9f)) return 0;
    i += length;
  }
  return count;
}

}  // namespace easel::store
