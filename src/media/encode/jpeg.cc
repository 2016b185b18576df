#include "media/encode/jpeg.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

// jpeglib.h needs <cstdio> before it.
#include <jpeglib.h>

namespace easel::media {
namespace {

/// Throws out of libjpeg, which is compiled with unwind tables; nothing of the library lives on the stack between.
[[noreturn]] void Throw(j_common_ptr common) {
  char message[JMSG_LENGTH_MAX];
  common->err->format_message(common, message);
  throw std::logic_error(message);
}

class Compressor {
 public:
  Compressor() {
    info.err = jpeg_std_error(&errors_);
    errors_.error_exit = Throw;
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &data, &size);
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ~Compressor() {
    jpeg_destroy_compress(&info);
    std::free(data);  // NOLINT: libjpeg allocates with malloc
  }

  jpeg_compress_struct info{};
  unsigned char* data = nullptr;
  unsigned long size = 0;  // NOLINT(google-runtime-int): libjpeg's type

 private:
  jpeg_error_mgr errors_{};
};

}  // namespace

Bytes EncodeJpeg(const Image& image, int quality) {
  Compressor compressor;
  jpeg_compress_struct& info = compressor.info;
  info.image_width = static_cast<JDIMENSION>(image.width);
  info.image_height = static_cast<JDIMENSION>(image.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  const size_t stride = static_cast<size_t>(image.width) * 3;
  while (info.next_scanline < info.image_height) {
    // libjpeg only reads the row, but its interface predates const.
    JSAMPROW row = const_cast<JSAMPROW>(image.rgb.data() + info.next_scanline * stride);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  const auto* begin = reinterpret_cast<const std::byte*>(compressor.data);
  return Bytes(begin, begin + compressor.size);
}

}  // namespace easel::media
