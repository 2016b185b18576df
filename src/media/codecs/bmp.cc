#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>
#include <vector>

#include "media/codecs/codecs.h"
#include "media/codecs/pixels.h"
#include "media/decode/errors.h"

namespace easel::media {
namespace {

// [MS-WMF] 2.2.2.3 and the BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER pages of the Windows
// documentation.
constexpr size_t kFileHeaderBytes = 14;
constexpr uint32_t kCoreHeaderBytes = 12;
constexpr uint32_t kInfoHeaderBytes = 40;
constexpr uint32_t kAlphaHeaderBytes = 56;
enum Compression : uint32_t { kPlain = 0, kBitFields = 3, kAlphaBitFields = 6 };

// Little-endian numbers; what lies outside of the file reads as 0.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  uint32_t Read(size_t at, size_t width) const {
    if (at > bytes_.size() || bytes_.size() - at < width) return 0;
    uint32_t value = 0;
    for (size_t i = width; i-- > 0;) value = value << 8 | std::to_integer<uint32_t>(bytes_[at + i]);
    return value;
  }

 private:
  std::span<const std::byte> bytes_;
};

struct Header {
  int64_t width = 0;
  int64_t height = 0;
  bool from_top = false;
  uint32_t depth = 0;  ///< bits per pixel
  uint32_t compression = kPlain;
  size_t pixels_at = 0;
  size_t palette_at = 0;
  size_t palette_entry_bytes = 4;
  size_t palette_entries = 0;
  std::array<uint32_t, 4> masks{};  ///< red, green, blue, alpha of 16 and 32 bits per pixel
};

Header ReadHeader(const ByteReader& reader) {
  Header header;
  header.pixels_at = reader.Read(10, 4);
  const uint32_t header_bytes = reader.Read(kFileHeaderBytes, 4);
  header.palette_at = kFileHeaderBytes + header_bytes;
  if (header_bytes == kCoreHeaderBytes) {
    header.width = reader.Read(18, 2);
    header.height = reader.Read(20, 2);
    header.depth = reader.Read(24, 2);
    header.palette_entry_bytes = 3;
  } else {
    header.width = static_cast<int32_t>(reader.Read(18, 4));
    header.height = static_cast<int32_t>(reader.Read(22, 4));
    header.depth = reader.Read(28, 2);
    header.compression = reader.Read(30, 4);
    header.palette_entries = reader.Read(46, 4);
  }
  header.from_top = header.height < 0;
  if (header.from_top) header.height = -header.height;
  if (header.depth <= 8 && header.palette_entries == 0) header.palette_entries = size_t{1} << header.depth;
  header.palette_entries = std::min<size_t>(header.palette_entries, 256);

  if (header.compression == kPlain) {
    header.masks = header.depth == 16 ? std::array<uint32_t, 4>{0x7c00, 0x03e0, 0x001f, 0}
                                      : std::array<uint32_t, 4>{0xff0000, 0xff00, 0xff, 0};
  } else {
    // They are the header's next members, or follow it.
    const bool has_alpha = header_bytes >= kAlphaHeaderBytes || header.compression == kAlphaBitFields;
    for (size_t c = 0; c < (has_alpha ? 4 : 3); ++c) {
      header.masks[c] = reader.Read(kFileHeaderBytes + kInfoHeaderBytes + 4 * c, 4);
    }
  }
  return header;
}

// nothing when the header is one that we read.
std::optional<DecodeFailure> Refuse(const Header& header, uint32_t header_bytes, const DecodeLimits& limits) {
  const uint32_t depth = header.depth;
  const bool has_fields = header.compression == kBitFields || header.compression == kAlphaBitFields;
  const bool known_header = header_bytes == kCoreHeaderBytes || header_bytes >= kInfoHeaderBytes;
  const bool known_depth =
      depth == 1 || depth == 4 || depth == 8 || depth == 16 || depth == 24 || depth == 32;
  if (!known_header || !known_depth || (header.compression != kPlain && !has_fields)) {
    return DecodeFailure::kUnknownFormat;
  }
  if (header.width < 1 || header.height < 1 || (has_fields && depth != 16 && depth != 32)) {
    return DecodeFailure::kBroken;
  }
  if (header.width > limits.max_pixels / header.height) return DecodeFailure::kTooLarge;
  return std::nullopt;
}

uint8_t Channel(uint32_t pixel, uint32_t mask) {
  if (mask == 0) return 0;
  const int shift = std::countr_zero(mask);
  const uint64_t most = mask >> shift;
  return static_cast<uint8_t>((((pixel & mask) >> shift) * uint64_t{255} + most / 2) / most);
}

using Rgba = std::array<uint8_t, 4>;

std::vector<Rgba> ReadPalette(const ByteReader& reader, const Header& header) {
  std::vector<Rgba> palette(256, Rgba{0, 0, 0, 255});
  for (size_t i = 0; i < header.palette_entries; ++i) {
    const uint32_t bgr = reader.Read(header.palette_at + i * header.palette_entry_bytes, 3);
    palette[i] = {static_cast<uint8_t>(bgr >> 16), static_cast<uint8_t>(bgr >> 8), static_cast<uint8_t>(bgr),
                  255};
  }
  return palette;
}

Rgba PixelOf(uint32_t value, const Header& header) {
  const auto& masks = header.masks;
  const uint8_t alpha = masks[3] != 0 ? Channel(value, masks[3]) : 255;
  return {Channel(value, masks[0]), Channel(value, masks[1]), Channel(value, masks[2]), alpha};
}

}  // namespace

Result<DecodedImage> DecodeBmp(std::span<const std::byte> bytes, const DecodeLimits& limits) {
  const ByteReader reader(bytes);
  const Header header = ReadHeader(reader);
  if (const auto failure = Refuse(header, reader.Read(kFileHeaderBytes, 4), limits)) {
    return FailDecode(*failure, limits);
  }
  const size_t width = static_cast<size_t>(header.width);
  const size_t height = static_cast<size_t>(header.height);
  const size_t stride = (width * header.depth + 31) / 32 * 4;
  if (header.pixels_at > bytes.size() || (bytes.size() - header.pixels_at) / stride < height) {
    return FailDecode(DecodeFailure::kBroken, limits);
  }

  const std::vector<Rgba> palette = header.depth <= 8 ? ReadPalette(reader, header) : std::vector<Rgba>{};
  const size_t pixel_bytes = header.depth / 8;
  std::vector<uint8_t> rgba(width * height * 4);
  Rgba* target = reinterpret_cast<Rgba*>(rgba.data());
  for (size_t y = 0; y < height; ++y) {
    const size_t row = header.pixels_at + (header.from_top ? y : height - 1 - y) * stride;
    for (size_t x = 0; x < width; ++x) {
      if (header.depth <= 8) {
        const size_t bit = x * header.depth;
        const uint32_t shift = static_cast<uint32_t>(8 - header.depth - bit % 8);
        *target++ = palette[reader.Read(row + bit / 8, 1) >> shift & ((1U << header.depth) - 1)];
      } else {
        *target++ = PixelOf(reader.Read(row + x * pixel_bytes, pixel_bytes), header);
      }
    }
  }
  return Finish({static_cast<int>(width), static_cast<int>(height), BlendOnWhite(std::move(rgba))},
                ImageFormat::kBmp, static_cast<int>(width), static_cast<int>(height), 1);
}

}  // namespace easel::media
