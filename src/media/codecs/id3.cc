#include "media/codecs/id3.h"

#include <string_view>

namespace easel::media {

size_t Id3Bytes(std::span<const std::byte> bytes) {
  using std::string_view_literals::operator""sv;
  constexpr size_t kHeader = 10;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!text.starts_with("ID3"sv) || text.size() < kHeader) return 0;
  size_t length = 0;
  for (const std::byte part : bytes.subspan(6, 4)) length = length << 7 | (static_cast<size_t>(part) & 0x7f);
  const bool has_footer = (bytes[5] & std::byte{0x10}) != std::byte{0};
  return kHeader + length + (has_footer ? kHeader : 0);
}

}  // namespace easel::media
