#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <vector>

// jpeglib.h needs <cstdio> before it.
#include <jerror.h>
#include <jpeglib.h>

#include "media/codecs/codecs.h"
#include "media/codecs/exif.h"
#include "media/codecs/pixels.h"
#include "media/decode/errors.h"

namespace easel::media {
namespace {

// libjpeg reports errors by calling a function that must not return. The jump it makes must not cross a C++
// object with a destructor: every call into the library goes through Run with a step that owns none.
class JpegReader {
 public:
  JpegReader() {
    info.err = jpeg_std_error(&errors_);
    info.client_data = this;
    errors_.error_exit = [](j_common_ptr common) { Leave(common); };
    errors_.emit_message = [](j_common_ptr common, int level) {
      if (level < 0 && IsDamage(common->err->msg_code)) Leave(common);
    };
    errors_.output_message = [](j_common_ptr) {};
  }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() { jpeg_destroy_decompress(&info); }

  template <typename Step>
  [[gnu::noinline]] bool Run(const Step& step) {
    if (setjmp(escape_) != 0) return false;
    step();
    return true;
  }

  DecodeFailure failure() const {
    return errors_.msg_code == JERR_OUT_OF_MEMORY ? DecodeFailure::kTooLarge : DecodeFailure::kBroken;
  }

  jpeg_decompress_struct info{};

 private:
  [[noreturn]] static void Leave(j_common_ptr common) {
    std::longjmp(static_cast<JpegReader*>(common->client_data)->escape_, 1);
  }

  // libjpeg only warns when picture data is missing or wrong, and fills the hole with grey. These warnings
  // alone leave the picture whole.
  static bool IsDamage(int message) {
    return message != JWRN_EXTRANEOUS_DATA && message != JWRN_ADOBE_XFORM && message != JWRN_JFIF_MAJOR &&
           message != JWRN_BOGUS_ICC;
  }

  jpeg_error_mgr errors_{};
  std::jmp_buf escape_;
};

// The denominator of the scale.
unsigned ReductionFor(const jpeg_decompress_struct& info, int min_side) {
  const int64_t side = std::min(info.image_width, info.image_height);
  for (const unsigned reduction : {8, 4, 2}) {
    if (min_side > 0 && (side + reduction - 1) / reduction >= min_side) return reduction;
  }
  return 1;
}

int OrientationOf(const jpeg_decompress_struct& info) {
  for (auto* marker = info.marker_list; marker != nullptr; marker = marker->next) {
    const int orientation = ExifOrientation(std::as_bytes(std::span(marker->data, marker->data_length)));
    if (orientation != 1) return orientation;
  }
  return 1;
}

// Adobe, whose programs make such files, stores inverted ink: 255 is none. All decoders assume it.
void InkToRgb(const uint8_t* cmyk, size_t pixels, uint8_t* rgb) {
  for (size_t i = 0; i < pixels; ++i) {
    const unsigned light = cmyk[4 * i + 3];
    for (size_t c = 0; c < 3; ++c)
      rgb[3 * i + c] = static_cast<uint8_t>((cmyk[4 * i + c] * light + 127) / 255);
  }
}

}  // namespace

Result<DecodedImage> DecodeJpeg(std::span<const std::byte> bytes, const DecodeRequest& request,
                                const DecodeLimits& limits) {
  JpegReader reader;
  jpeg_decompress_struct& info = reader.info;
  const bool has_header = reader.Run([&] {
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(&info, TRUE);
  });
  if (!has_header) return FailDecode(reader.failure(), limits);
  if (int64_t{info.image_width} * info.image_height > limits.max_pixels) {
    return FailDecode(DecodeFailure::kTooLarge, limits);
  }

  const int orientation = OrientationOf(info);
  const bool is_ink = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = is_ink ? JCS_CMYK : JCS_RGB;
  info.dct_method = JDCT_ISLOW;
  info.scale_num = 1;
  info.scale_denom = ReductionFor(info, request.min_side);
  if (!reader.Run([&] { jpeg_calc_output_dimensions(&info); })) return FailDecode(reader.failure(), limits);

  const size_t stride = size_t{info.output_width} * 3;
  Image image{static_cast<int>(info.output_width), static_cast<int>(info.output_height),
              std::vector<uint8_t>(stride * info.output_height)};
  std::vector<uint8_t> ink(is_ink ? size_t{info.output_width} * 4 : 0);
  const bool has_pixels = reader.Run([&] {
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      uint8_t* row = &image.rgb[info.output_scanline * stride];
      JSAMPROW target = is_ink ? ink.data() : row;
      jpeg_read_scanlines(&info, &target, 1);
      if (is_ink) InkToRgb(ink.data(), info.output_width, row);
    }
    jpeg_finish_decompress(&info);
  });
  if (!has_pixels) return FailDecode(reader.failure(), limits);
  return Finish(std::move(image), ImageFormat::kJpeg, static_cast<int>(info.image_width),
                static_cast<int>(info.image_height), orientation);
}

}  // namespace easel::media
