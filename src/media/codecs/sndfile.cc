#include <sndfile.h>

#include <algorithm>
#include <string_view>

#include "media/codecs/memory_reader.h"
#include "media/codecs/sound_file.h"

namespace easel::media {
namespace {

using std::string_view_literals::operator""sv;

// The containers of chunks: RIFF and its kin, AIFF.
class Chunks {
 public:
  explicit Chunks(std::span<const std::byte> bytes)
      : file_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {
    big_endian_ = file_.starts_with("FORM"sv) || file_.starts_with("RIFX"sv);
    known_ = big_endian_ || file_.starts_with("RIFF"sv) || file_.starts_with("RF64"sv);
    const std::string_view samples = file_.starts_with("FORM"sv) ? "SSND"sv : "data"sv;
    uint64_t long_length = kUnknown;  // of RF64
    for (size_t at = kHeader; known_ && at + 8 <= file_.size();) {
      uint64_t length = Number(at + 4, 4);
      const std::string_view name = file_.substr(at, 4);
      if (name == "ds64"sv && at + 24 <= file_.size()) long_length = Number(at + 16, 8);
      if (name == samples) {
        samples_ = at;
        length_ = length == kUnknown ? long_length : length;
        return;
      }
      if (length >= file_.size() - at - 8) return;
      at += 8 + length + length % 2;
    }
  }

  // Whether the chunk that holds the samples is longer than the file, or the file ends before it.
  bool EndEarly() const {
    return known_ && (!samples_ || (length_ != kUnknown && length_ > file_.size() - *samples_ - 8));
  }

  // Where the length of the samples' chunk stands if it was never filled in.
  std::optional<size_t> MissingLength() const {
    const bool closed = file_.size() < kHeader || Number(4, 4) + 8 >= file_.size();
    if (!samples_ || length_ != 0 || closed || file_.starts_with("FORM"sv)) return std::nullopt;
    return *samples_ + 4;
  }

 private:
  static constexpr size_t kHeader = 12;
  static constexpr uint64_t kUnknown = 0xffffffff;  // what a program writes that cannot come back

  uint64_t Number(size_t at, size_t bytes) const {
    uint64_t number = 0;
    for (size_t i = 0; i < bytes; ++i)
      number = number << 8 | static_cast<unsigned char>(file_[at + (big_endian_ ? i : bytes - 1 - i)]);
    return number;
  }

  std::string_view file_;
  bool known_ = false;
  bool big_endian_ = false;
  std::optional<size_t> samples_;  // where the chunk begins
  uint64_t length_ = 0;
};

std::optional<SoundFormat> FormatOf(const SF_INFO& info) {
  switch (info.format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_W64:
    case SF_FORMAT_AIFF:
      return SoundFormat::kWav;
    case SF_FORMAT_FLAC:
      return SoundFormat::kFlac;
    case SF_FORMAT_OGG:
      return SoundFormat::kOgg;
    default:
      return std::nullopt;
  }
}

// 8 bits reach 127/128 upwards.
double FullScaleOf(const SF_INFO& info) {
  const int subformat = info.format & SF_FORMAT_SUBMASK;
  return subformat == SF_FORMAT_PCM_U8 || subformat == SF_FORMAT_PCM_S8 ? 127.0 / 128 : 0.999;
}

class Sndfile final : public SoundFile {
 public:
  // Whether the library reads it and it is one of our formats.
  static std::unique_ptr<Sndfile> Open(std::span<const std::byte> bytes) {
    std::unique_ptr<Sndfile> opened(new Sndfile(bytes));
    SF_VIRTUAL_IO io{
        .get_filelen = [](void* memory) { return static_cast<sf_count_t>(Memory(memory).bytes().size()); },
        .seek = [](sf_count_t offset, int whence, void* memory) -> sf_count_t {
          return Memory(memory).Seek(offset, whence);
        },
        .read = [](void* target, sf_count_t count, void* memory) -> sf_count_t {
          return Memory(memory).Read(target, count);
        },
        .write = [](const void*, sf_count_t, void*) { return sf_count_t{0}; },
        .tell = [](void* memory) -> sf_count_t { return Memory(memory).at(); }};
    const Chunks chunks(bytes);
    if (const auto place = chunks.MissingLength()) {
      opened->memory_.Replace(*place, {std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{0xff}});
    }
    SF_INFO info{};
    opened->file_.reset(sf_open_virtual(&io, SFM_READ, &info, &opened->memory_));
    if (!opened->file_) return nullptr;
    const auto format = FormatOf(info);
    if (!format) return nullptr;
    opened->is_opus_ = (info.format & SF_FORMAT_SUBMASK) == SF_FORMAT_OPUS;
    opened->facts_ = {.format = *format,
                      .rate = info.samplerate,
                      .channels = info.channels,
                      .frames = std::nullopt,
                      .full_scale = FullScaleOf(info),
                      .cut_short = false};
    if (info.frames >= 0 && info.frames != SF_COUNT_MAX) opened->facts_.frames = info.frames;
    // An Ogg file whose length is not known has no last page.
    opened->facts_.cut_short = chunks.EndEarly() || (*format == SoundFormat::kOgg && !opened->facts_.frames);
    return opened;
  }

  // What Opus sounds like depends on all that came before.
  bool SeekExactly(int64_t frame) override {
    return !is_opus_ && sf_seek(file_.get(), frame, SEEK_SET) == frame;
  }

  int64_t Read(std::span<float> interleaved) override {
    const auto wanted = static_cast<sf_count_t>(interleaved.size()) / facts_.channels;
    const sf_count_t got = sf_readf_float(file_.get(), interleaved.data(), wanted);
    damaged_ = damaged_ || got < 0 || sf_error(file_.get()) != SF_ERR_NO_ERROR;
    return std::clamp<sf_count_t>(got, 0, wanted);
  }

 private:
  explicit Sndfile(std::span<const std::byte> bytes) : memory_(bytes) {}
  static MemoryReader& Memory(void* memory) { return *static_cast<MemoryReader*>(memory); }

  struct Close {
    void operator()(SNDFILE* file) const { sf_close(file); }
  };
  MemoryReader memory_;
  std::unique_ptr<SNDFILE, Close> file_;
  bool is_opus_ = false;
};

}  // namespace

std::unique_ptr<SoundFile> OpenSndfile(std::span<const std::byte> bytes) { return Sndfile::Open(bytes); }

}  // namespace easel::media
