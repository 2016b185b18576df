#pragma once

#include <sndfile.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "media/decode/decoder.h"

namespace easel::media {

/// A recording in memory, read by libsndfile. Not thread-safe.
class SoundFile {
 public:
  /// `bytes` must outlive the object. Nothing when libsndfile cannot make anything of them.
  static std::optional<SoundFile> Open(std::span<const std::byte> bytes);

  /// Nothing when it is none of the kinds of SoundFormat.
  std::optional<SoundFormat> format() const;
  int rate() const { return info_.samplerate; }
  int channels() const { return info_.channels; }
  int subformat() const { return info_.format & SF_FORMAT_SUBMASK; }  ///< SF_FORMAT_PCM_24, …

  /// Samples of one channel, as far as the file tells and its bytes may hold; nothing when it does not tell.
  std::optional<int64_t> frames() const;

  /// Whether the file says that more bytes belong to it than there are. Formats that show it only when they are decoded
  /// are not asked.
  bool IsCutShort() const;

  /// Goes to sample `frame`. False when that failed or the samples from there on may differ from those that reading
  /// from the start gives: libsndfile is exact with WAV and FLAC only. The file is unusable then.
  bool SeekExactly(int64_t frame);

  /// The next samples of all channels, interleaved, full scale ±1; how many of each channel were read, 0 at the end.
  /// `interleaved.size()` is a multiple of channels().
  int64_t Read(std::span<float> interleaved);

  /// Whether any Read() met damage.
  bool damaged() const { return damaged_; }

 private:
  struct Memory {
    std::span<const std::byte> bytes;
    sf_count_t at = 0;
  };
  struct Close {
    void operator()(SNDFILE* file) const { sf_close(file); }
  };
  static sf_count_t ReadMemory(void* target, sf_count_t count, void* memory);
  static sf_count_t SeekMemory(sf_count_t offset, int whence, void* memory);

  std::unique_ptr<Memory> memory_;
  SF_INFO info_{};
  std::unique_ptr<SNDFILE, Close> file_;
  bool damaged_ = false;
};

}  // namespace easel::media
