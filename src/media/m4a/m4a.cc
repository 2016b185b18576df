#include "media/m4a/m4a.h"

#include <algorithm>
#include <array>
#include <vector>

#include "media/codecs/memory_reader.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace easel::media {
namespace {

constexpr int kBuffer = 1 << 15;
constexpr char kCodecs[] = "aac,alac";

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* owned) const {
    Free(&owned);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

void FreeReader(AVIOContext** reader) {
  av_freep(&(*reader)->buffer);
  avio_context_free(reader);
}

// Sample `n` of a channel, full scale ±1. The library's samples are of one of these kinds, channel by channel
// or not.
template <typename Number>
float Sample(const uint8_t* from, int64_t n, double scale) {
  return static_cast<float>(reinterpret_cast<const Number*>(from)[n] * scale);
}

class M4a final : public SoundFile {
 public:
  static std::unique_ptr<M4a> Open(std::span<const std::byte> bytes) {
    av_log_set_level(AV_LOG_QUIET);
    std::unique_ptr<M4a> opened(new M4a(bytes));
    return opened->OpenContainer() && opened->OpenCodec() ? std::move(opened) : nullptr;
  }

  // What AAC sounds like depends on what came before.
  bool SeekExactly(int64_t) override { return false; }

  int64_t Read(std::span<float> interleaved) override {
    const size_t channels = static_cast<size_t>(facts_.channels);
    size_t written = 0;
    while (written < interleaved.size() && (next_ < decoded_.size() || Decode())) {
      const size_t count = std::min(interleaved.size() - written, decoded_.size() - next_);
      std::copy_n(decoded_.begin() + static_cast<std::ptrdiff_t>(next_), count,
                  interleaved.begin() + static_cast<std::ptrdiff_t>(written));
      written += count;
      next_ += count;
    }
    return static_cast<int64_t>(written / channels);
  }

 private:
  explicit M4a(std::span<const std::byte> bytes)
      : memory_(bytes), packet_(av_packet_alloc()), frame_(av_frame_alloc()) {}

  bool OpenContainer() {
    const auto read = [](void* memory, uint8_t* target, int count) {
      const int64_t got = static_cast<MemoryReader*>(memory)->Read(target, count);
      return got == 0 ? AVERROR_EOF : static_cast<int>(got);
    };
    const auto seek = [](void* memory, int64_t offset, int whence) {
      auto& reader = *static_cast<MemoryReader*>(memory);
      if (whence == AVSEEK_SIZE) return static_cast<int64_t>(reader.bytes().size());
      return reader.Seek(offset, whence & ~AVSEEK_FORCE);
    };
    reader_.reset(avio_alloc_context(static_cast<unsigned char*>(av_malloc(kBuffer)), kBuffer, 0, &memory_,
                                     read, nullptr, seek));
    AVFormatContext* context = avformat_alloc_context();
    if (!reader_ || context == nullptr || !packet_ || !frame_) return false;
    context->pb = reader_.get();
    context->codec_whitelist = av_strdup(kCodecs);
    const bool in_container = memory_.bytes().size() < 2 || memory_.bytes()[0] != std::byte{0xff};
    // On failure the library frees the context.
    if (avformat_open_input(&context, nullptr, av_find_input_format(in_container ? "mov" : "aac"), nullptr) <
        0)
      return false;
    container_.reset(context);
    return avformat_find_stream_info(context, nullptr) >= 0;
  }

  bool OpenCodec() {
    const AVCodec* codec = nullptr;
    const int stream = av_find_best_stream(container_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
    if (stream < 0 || codec == nullptr) return false;
    stream_ = stream;
    const AVStream& chosen = *container_->streams[stream];
    codec_.reset(avcodec_alloc_context3(codec));
    if (!codec_ || avcodec_parameters_to_context(codec_.get(), chosen.codecpar) < 0) return false;
    codec_->thread_count = 1;
    codec_->pkt_timebase = chosen.time_base;
    codec_->codec_whitelist = av_strdup(kCodecs);
    if (avcodec_open2(codec_.get(), codec, nullptr) < 0) return false;
    // Rate and channels are those of the first samples: headers of AAC may know half of them.
    facts_ = {
        .format = SoundFormat::kM4a, .rate = codec_->sample_rate, .channels = codec_->ch_layout.nb_channels};
    if (!Decode()) return false;
    if (chosen.duration > 0 && facts_.rate > 0) {
      facts_.frames = av_rescale_q(chosen.duration, chosen.time_base, AVRational{1, facts_.rate});
      facts_.frames_too_many = 4096;  // the encoder's silence at both ends
    }
    return true;
  }

  // The next frame's samples become decoded_; false at the end or where nothing more can be decoded.
  bool Decode() {
    decoded_.clear();
    next_ = 0;
    while (true) {
      const int got = avcodec_receive_frame(codec_.get(), frame_.get());
      if (got == 0) {
        if (!TakeFrame()) return false;
        if (!decoded_.empty()) return true;
        continue;
      }
      if (got != AVERROR(EAGAIN) || at_end_) return false;
      SendPacket();
    }
    return false;
  }

  void SendPacket() {
    const int read = av_read_frame(container_.get(), packet_.get());
    if (read < 0) {
      at_end_ = true;
      damaged_ = damaged_ || read != AVERROR_EOF;
      avcodec_send_packet(codec_.get(), nullptr);
      return;
    }
    if (packet_->stream_index == stream_) {
      damaged_ = damaged_ || (packet_->flags & AV_PKT_FLAG_CORRUPT) != 0 ||
                 avcodec_send_packet(codec_.get(), packet_.get()) < 0;
    }
    av_packet_unref(packet_.get());
  }

  // False where it goes on with another rate or other channels.
  bool TakeFrame() {
    const AVFrame& frame = *frame_;
    const int channels = frame.ch_layout.nb_channels;
    if (!has_begun_) {
      facts_.rate = frame.sample_rate;
      facts_.channels = channels;
      has_begun_ = true;
    }
    if (frame.sample_rate != facts_.rate || channels != facts_.channels || channels < 1) {
      damaged_ = true;
      return false;
    }
    const auto kind = static_cast<AVSampleFormat>(frame.format);
    const bool planar = av_sample_fmt_is_planar(kind) != 0;
    const AVSampleFormat packed = av_get_packed_sample_fmt(kind);
    decoded_.resize(static_cast<size_t>(frame.nb_samples) * static_cast<size_t>(channels));
    for (int channel = 0; channel < channels; ++channel) {
      const uint8_t* from = frame.extended_data[planar ? channel : 0];
      for (int64_t n = 0; n < frame.nb_samples; ++n) {
        const int64_t place = planar ? n : n * channels + channel;
        float& sample = decoded_[static_cast<size_t>(n * channels + channel)];
        if (packed == AV_SAMPLE_FMT_FLT) {
          sample = Sample<float>(from, place, 1);
        } else if (packed == AV_SAMPLE_FMT_S16) {
          sample = Sample<int16_t>(from, place, 1.0 / 32768);
        } else if (packed == AV_SAMPLE_FMT_S32) {
          sample = Sample<int32_t>(from, place, 1.0 / 2147483648.0);
        } else {
          damaged_ = true;
          return false;
        }
      }
    }
    return true;
  }

  MemoryReader memory_;
  Owned<AVIOContext, FreeReader> reader_;
  Owned<AVFormatContext, avformat_close_input> container_;
  Owned<AVCodecContext, avcodec_free_context> codec_;
  Owned<AVPacket, av_packet_free> packet_;
  Owned<AVFrame, av_frame_free> frame_;
  std::vector<float> decoded_;  // interleaved
  size_t next_ = 0;             // of decoded_
  int stream_ = 0;
  bool has_begun_ = false;
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<SoundFile> OpenM4a(std::span<const std::byte> bytes) { return M4a::Open(bytes); }

}  // namespace easel::media
