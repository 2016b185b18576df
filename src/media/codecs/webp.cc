#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "media/codecs/codecs.h"
#include "media/codecs/exif.h"
#include "media/codecs/pixels.h"
#include "media/decode/errors.h"

namespace easel::media {
namespace {

struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

// The first frame of the file; its memory is the file's.
class FirstFrame {
 public:
  explicit FirstFrame(const WebPDemuxer* demuxer) : found_(WebPDemuxGetFrame(demuxer, 1, &frame_) != 0) {}
  FirstFrame(const FirstFrame&) = delete;
  FirstFrame& operator=(const FirstFrame&) = delete;
  ~FirstFrame() { WebPDemuxReleaseIterator(&frame_); }

  /// Whether there is one and it lies on a canvas of this size.
  bool FitsOn(int width, int height) const {
    return found_ && frame_.complete != 0 && frame_.x_offset >= 0 && frame_.y_offset >= 0 &&
           frame_.width > 0 && frame_.height > 0 && frame_.width <= width - frame_.x_offset &&
           frame_.height <= height - frame_.y_offset;
  }
  bool Covers(int width, int height) const { return frame_.width == width && frame_.height == height; }
  bool IsOpaque() const { return frame_.has_alpha == 0; }
  const WebPIterator& operator*() const { return frame_; }

 private:
  WebPIterator frame_{};
  bool found_;
};

int OrientationOf(const WebPDemuxer* demuxer) {
  WebPChunkIterator exif{};
  int orientation = 1;
  if (WebPDemuxGetChunk(demuxer, "EXIF", 1, &exif) != 0) {
    orientation = ExifOrientation(std::as_bytes(std::span(exif.chunk.bytes, exif.chunk.size)));
  }
  WebPDemuxReleaseChunkIterator(&exif);
  return orientation;
}

std::vector<uint8_t> DecodeOpaque(const WebPIterator& frame, size_t width, size_t height) {
  std::vector<uint8_t> rgb(width * height * 3);
  const auto* decoded = WebPDecodeRGBInto(frame.fragment.bytes, frame.fragment.size, rgb.data(), rgb.size(),
                                          static_cast<int>(width * 3));
  if (decoded == nullptr) rgb.clear();
  return rgb;
}

// On a transparent canvas, as the frame of an animation may be smaller.
std::vector<uint8_t> DecodeOnCanvas(const WebPIterator& frame, size_t width, size_t height) {
  std::vector<uint8_t> rgba(width * height * 4);
  const size_t begin = (static_cast<size_t>(frame.y_offset) * width + frame.x_offset) * 4;
  const auto* decoded = WebPDecodeRGBAInto(frame.fragment.bytes, frame.fragment.size, rgba.data() + begin,
                                           rgba.size() - begin, static_cast<int>(width * 4));
  if (decoded == nullptr) rgba.clear();
  return BlendOnWhite(std::move(rgba));
}

}  // namespace

Result<DecodedImage> DecodeWebp(std::span<const std::byte> bytes, const DecodeLimits& limits) {
  const WebPData data{reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
  const std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer(WebPDemux(&data));
  if (!demuxer) return FailDecode(DecodeFailure::kBroken, limits);
  const int64_t width = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH);
  const int64_t height = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
  if (width > limits.max_pixels / std::max<int64_t>(height, 1))
    return FailDecode(DecodeFailure::kTooLarge, limits);

  const int canvas_width = static_cast<int>(width);
  const int canvas_height = static_cast<int>(height);
  const FirstFrame frame(demuxer.get());
  if (!frame.FitsOn(canvas_width, canvas_height)) return FailDecode(DecodeFailure::kBroken, limits);
  auto rgb = frame.IsOpaque() && frame.Covers(canvas_width, canvas_height)
                 ? DecodeOpaque(*frame, canvas_width, canvas_height)
                 : DecodeOnCanvas(*frame, canvas_width, canvas_height);
  if (rgb.empty()) return FailDecode(DecodeFailure::kBroken, limits);
  return Finish({canvas_width, canvas_height, std::move(rgb)}, ImageFormat::kWebp, canvas_width,
                canvas_height, OrientationOf(demuxer.get()));
}

}  // namespace easel::media
