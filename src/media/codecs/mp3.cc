#include <mpg123.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "media/codecs/id3.h"
#include "media/codecs/memory_reader.h"
#include "media/codecs/sound_file.h"

namespace easel::media {
namespace {

using std::string_view_literals::operator""sv;

// What a frame sounds like depends on the one before, and on 511 bytes further back.
constexpr int kRound = 8;
constexpr long kFramesOfMemory = 3 * kRound;  // NOLINT(google-runtime-int): the library's type

// As many frames as the first one announces (Xing's header); nothing when it holds sound.
std::optional<int64_t> AnnouncedFrames(std::span<const std::byte> bytes) {
  constexpr size_t kFarthest = 4 + 2 + 32;  // header, checksum, side information
  bytes = bytes.subspan(std::min(Id3Bytes(bytes), bytes.size()));
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<size_t>(bytes.size(), 64));
  const size_t at = std::min(text.find("Xing"sv), text.find("Info"sv));
  if (at > kFarthest || at + 12 > text.size()) return std::nullopt;
  const auto number = [&](size_t from) {
    uint32_t value = 0;
    for (size_t i = from; i < from + 4; ++i) value = value << 8 | static_cast<unsigned char>(text[i]);
    return value;
  };
  if ((number(at + 4) & 1) == 0) return std::nullopt;
  return number(at + 8);
}

class Mp3 final : public SoundFile {
 public:
  static std::unique_ptr<Mp3> Open(std::span<const std::byte> bytes) {
    static const int ready = mpg123_init();
    std::unique_ptr<Mp3> opened(new Mp3(bytes));
    mpg123_handle* const handle = opened->handle_.get();
    if (ready != MPG123_OK || handle == nullptr) return nullptr;
    const auto read = [](void* memory, void* target, size_t count) {
      return static_cast<ssize_t>(
          static_cast<MemoryReader*>(memory)->Read(target, static_cast<int64_t>(count)));
    };
    const auto seek = [](void* memory, off_t offset, int whence) {
      return static_cast<off_t>(static_cast<MemoryReader*>(memory)->Seek(offset, whence));
    };
    const bool opens = mpg123_param(handle, MPG123_ADD_FLAGS,
                                    MPG123_FORCE_FLOAT | MPG123_QUIET | MPG123_SKIP_ID3V2, 0) == MPG123_OK &&
                       mpg123_param(handle, MPG123_PREFRAMES, kFramesOfMemory, 0) == MPG123_OK &&
                       mpg123_param(handle, MPG123_REMOVE_FLAGS, MPG123_AUTO_RESAMPLE, 0) == MPG123_OK &&
                       mpg123_replace_reader_handle(handle, read, seek, nullptr) == MPG123_OK &&
                       mpg123_open_handle(handle, &opened->memory_) == MPG123_OK;
    // The scan finds every frame, which costs a hundredth of decoding them.
    if (!opens || mpg123_scan(handle) != MPG123_OK) return nullptr;
    long rate = 0;  // NOLINT(google-runtime-int): the library's type
    int encoding = 0;
    SoundFacts& facts = opened->facts_;
    if (mpg123_getformat(handle, &rate, &facts.channels, &encoding) != MPG123_OK) return nullptr;
    if (encoding != MPG123_ENC_FLOAT_32) return nullptr;
    facts.format = SoundFormat::kMp3;
    facts.rate = static_cast<int>(rate);
    if (const off_t length = mpg123_length(handle); length >= 0) facts.frames = length;
    facts.cut_short = mpg123_framelength(handle) < AnnouncedFrames(bytes).value_or(0);
    return opened;
  }

  // The library's filter goes around once in kRound frames, and adds in another order elsewhere. Below 32 kHz
  // frames are half as long, and their last bits were seen to differ all the same.
  bool SeekExactly(int64_t frame) override {
    const int64_t samples = mpg123_spf(handle_.get());
    if (samples <= 0 || facts_.rate < 32000) return false;
    const int64_t start = frame / samples / kRound * kRound;
    if (mpg123_seek_frame(handle_.get(), start, SEEK_SET) != start) return false;
    int64_t left = frame - mpg123_tell(handle_.get());
    std::vector<float> passed(static_cast<size_t>(samples) * facts_.channels);
    while (left > 0) {
      const auto wanted = static_cast<size_t>(std::min(left, samples) * facts_.channels);
      const int64_t got = Read(std::span(passed).first(wanted));
      if (got == 0) return false;
      left -= got;
    }
    return left == 0 && !damaged_;
  }

  int64_t Read(std::span<float> interleaved) override {
    if (damaged_) return 0;
    size_t bytes = 0;
    const int result = mpg123_read(handle_.get(), reinterpret_cast<unsigned char*>(interleaved.data()),
                                   interleaved.size_bytes(), &bytes);
    // MPG123_NEW_FORMAT: from here on it has another rate or other channels.
    damaged_ = damaged_ || (result != MPG123_OK && result != MPG123_DONE);
    return static_cast<int64_t>(bytes / sizeof(float)) / facts_.channels;
  }

 private:
  struct Delete {
    void operator()(mpg123_handle* handle) const { mpg123_delete(handle); }
  };
  explicit Mp3(std::span<const std::byte> bytes) : memory_(bytes), handle_(mpg123_new(nullptr, nullptr)) {}

  MemoryReader memory_;
  std::unique_ptr<mpg123_handle, Delete> handle_;
};

}  // namespace

std::unique_ptr<SoundFile> OpenMp3(std::span<const std::byte> bytes) { return Mp3::Open(bytes); }

}  // namespace easel::media
