#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "media/decode/decoder.h"

namespace easel::media {

/// What a recording says of itself.
struct SoundFacts {
  SoundFormat format = SoundFormat::kWav;
  int rate = 0;
  int channels = 0;
  std::optional<int64_t> frames;  ///< samples of one channel, as far as the file tells and its bytes may hold
  int64_t frames_too_many = 0;    ///< by how many `frames` may exceed what is read of a complete file
  double full_scale = 0.999;      ///< from which |x| on a sample may have been clipped
  bool cut_short = false;         ///< the file says that more belongs to it than there is
};

/// A recording in memory as one of the libraries reads it. Not thread-safe.
class SoundFile {
 public:
  virtual ~SoundFile() = default;

  const SoundFacts& facts() const { return facts_; }

  /// Goes to sample `frame`. False when that failed or the samples from there on may differ from those that
  /// reading from the start gives. The file is unusable then.
  virtual bool SeekExactly(int64_t frame) = 0;

  /// The next samples of all channels, interleaved, full scale ±1; how many of each channel were read, 0 at
  /// the end. `interleaved.size()` is a multiple of the channels.
  virtual int64_t Read(std::span<float> interleaved) = 0;

  /// Whether any Read() met damage.
  bool damaged() const { return damaged_; }

 protected:
  SoundFacts facts_;
  bool damaged_ = false;
};

/// `bytes` must outlive the file. Nothing when the library cannot make anything of them. These are for WAV
/// and its kin, FLAC and Ogg (libsndfile), and for MP3 (libmpg123: libsndfile guesses how long an MP3 is, and
/// reads no more than its guess).
std::unique_ptr<SoundFile> OpenSndfile(std::span<const std::byte> bytes);
std::unique_ptr<SoundFile> OpenMp3(std::span<const std::byte> bytes);

}  // namespace easel::media
