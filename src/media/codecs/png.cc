#include <png.h>

#include <csetjmp>
#include <cstring>
#include <utility>
#include <vector>

#include "media/codecs/codecs.h"
#include "media/codecs/exif.h"
#include "media/codecs/pixels.h"
#include "media/decode/errors.h"

namespace easel::media {
namespace {

constexpr size_t kSignatureBytes = 8;
constexpr size_t kChunkFrameBytes = 12;  // length, kind, checksum

// Whether every chunk lies in the file, up to the end that it declares. libpng would allocate what a chunk's
// header claims before it looks for the bytes.
bool HasWholeChunks(std::span<const std::byte> bytes) {
  bytes = bytes.subspan(kSignatureBytes);
  while (bytes.size() >= kChunkFrameBytes) {
    const auto* chunk = reinterpret_cast<png_const_bytep>(bytes.data());
    const size_t length = png_get_uint_32(chunk);
    if (length > bytes.size() - kChunkFrameBytes) return false;
    if (std::memcmp(chunk + 4, "IEND", 4) == 0) return true;
    bytes = bytes.subspan(kChunkFrameBytes + length);
  }
  return false;
}

// libpng leaves by a jump that must not cross a C++ object with a destructor: every call goes through Run
// with a step that owns none.
class PngReader {
 public:
  explicit PngReader(std::span<const std::byte> bytes) : rest_(bytes) {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, Leave, [](png_structp, png_const_charp) {});
    if (png == nullptr) return;
    info = png_create_info_struct(png);
    end = png_create_info_struct(png);
    png_set_read_fn(png, this, Read);
  }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() { png_destroy_read_struct(&png, &info, &end); }

  bool valid() const { return png != nullptr && info != nullptr && end != nullptr; }

  template <typename Step>
  [[gnu::noinline]] bool Run(const Step& step) {
    if (setjmp(escape_) != 0) return false;
    step();
    return true;
  }

  png_structp png = nullptr;
  png_infop info = nullptr;
  png_infop end = nullptr;  ///< what follows the pixels

 private:
  [[noreturn]] static void Leave(png_structp png, png_const_charp) {
    std::longjmp(static_cast<PngReader*>(png_get_error_ptr(png))->escape_, 1);
  }

  static void Read(png_structp png, png_bytep target, size_t size) {
    auto& rest = static_cast<PngReader*>(png_get_io_ptr(png))->rest_;
    if (size > rest.size()) png_error(png, "truncated");
    std::memcpy(target, rest.data(), size);
    rest = rest.subspan(size);
  }

  std::span<const std::byte> rest_;
  std::jmp_buf escape_;
};

// Afterwards libpng delivers R G B or R G B A of 8 bits, whatever the file holds.
void AskForBytes(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
}

int OrientationOf(const PngReader& reader) {
  for (png_infop where : {reader.info, reader.end}) {
    png_uint_32 size = 0;
    png_bytep exif = nullptr;
    if (png_get_eXIf_1(reader.png, where, &size, &exif) != 0) {
      return ExifOrientation(std::as_bytes(std::span(exif, size)));
    }
  }
  return 1;
}

}  // namespace

Result<DecodedImage> DecodePng(std::span<const std::byte> bytes, const DecodeLimits& limits) {
  if (!HasWholeChunks(bytes)) return FailDecode(DecodeFailure::kBroken, limits);
  PngReader reader(bytes);
  if (!reader.valid()) return FailDecode(DecodeFailure::kTooLarge, limits);
  png_structp png = reader.png;
  png_infop info = reader.info;
  if (!reader.Run([&] { png_read_info(png, info); })) return FailDecode(DecodeFailure::kBroken, limits);
  const size_t width = png_get_image_width(png, info);
  const size_t height = png_get_image_height(png, info);
  if (static_cast<int64_t>(width * height) > limits.max_pixels)
    return FailDecode(DecodeFailure::kTooLarge, limits);
  if (!reader.Run([&] { AskForBytes(png, info); })) return FailDecode(DecodeFailure::kBroken, limits);

  const size_t stride = png_get_rowbytes(png, info);
  std::vector<uint8_t> pixels(stride * height);
  std::vector<png_bytep> rows(height);
  for (size_t y = 0; y < height; ++y) rows[y] = &pixels[y * stride];
  const bool has_pixels = reader.Run([&] {
    png_read_image(png, rows.data());
    png_read_end(png, reader.end);
  });
  if (!has_pixels) return FailDecode(DecodeFailure::kBroken, limits);
  if (stride == 4 * width) pixels = BlendOnWhite(std::move(pixels));
  return Finish({static_cast<int>(width), static_cast<int>(height), std::move(pixels)}, ImageFormat::kPng,
                static_cast<int>(width), static_cast<int>(height), OrientationOf(reader));
}

}  // namespace easel::media
