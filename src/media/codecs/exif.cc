#include "media/codecs/exif.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace easel::media {
namespace {

constexpr int kUpright = 1;
constexpr uint32_t kOrientationTag = 0x0112;
constexpr uint32_t kShort = 3;
constexpr size_t kEntryBytes = 12;

// Numbers of either byte order; what lies outside of the block reads as 0.
class TiffReader {
 public:
  TiffReader(std::span<const std::byte> bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

  uint32_t Read(size_t at, size_t width) const {
    if (at > bytes_.size() || bytes_.size() - at < width) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < width; ++i) {
      value = value << 8 | std::to_integer<uint32_t>(bytes_[at + (big_endian_ ? i : width - 1 - i)]);
    }
    return value;
  }

 private:
  std::span<const std::byte> bytes_;
  bool big_endian_;
};

bool StartsWith(std::span<const std::byte> bytes, const char* prefix, size_t size) {
  return bytes.size() >= size && std::memcmp(bytes.data(), prefix, size) == 0;
}

}  // namespace

int ExifOrientation(std::span<const std::byte> exif) {
  if (StartsWith(exif, "Exif\0\0", 6)) exif = exif.subspan(6);
  const bool big_endian = StartsWith(exif, "MM\0\x2a", 4);
  if (!big_endian && !StartsWith(exif, "II\x2a\0", 4)) return kUpright;
  const TiffReader reader(exif, big_endian);
  const size_t directory = reader.Read(4, 4);
  const size_t entries = reader.Read(directory, 2);
  for (size_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + i * kEntryBytes;
    if (entry >= exif.size()) break;
    if (reader.Read(entry, 2) != kOrientationTag) continue;
    const uint32_t value = reader.Read(entry + 8, 2);
    const bool valid = reader.Read(entry + 2, 2) == kShort && value >= 1 && value <= 8;
    return valid ? static_cast<int>(value) : kUpright;
  }
  return kUpright;
}

}  // namespace easel::media
