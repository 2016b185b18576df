#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "media/image.h"
#include "media/sound.h"

namespace easel::media {

enum class ImageFormat { kJpeg, kPng, kWebp, kBmp };

/// kWav stands for its kin as well: RF64, Wave64, AIFF. kOgg holds Vorbis, Opus or FLAC, kM4a AAC.
enum class SoundFormat { kWav, kFlac, kOgg, kMp3, kM4a };

/// Recordings of other rates (samples a second) and more channels are "sound-unsupported".
inline constexpr int kMinSoundRate = 4'000;
inline constexpr int kMaxSoundRate = 384'000;
inline constexpr int kMaxSoundChannels = 32;

/// What a recording costs at most. Its samples are handed on as they are decoded, so a decoder process needs little more
/// memory than the file has bytes.
struct SoundLimits {
  size_t max_bytes = size_t{512} << 20;            ///< of the encoded file
  int max_duration = 2 * 3600;                     ///< of the whole recording, seconds
  int64_t max_samples = int64_t{7200} * 48'000;    ///< of one result, 4 bytes each
  int max_seconds = 60;                            ///< wall time for one recording
};

/// What a picture costs at most. Checked from the header before anything is allocated; memory and time are
/// enforced by the kernel on the decoder process.
struct DecodeLimits {
  int64_t max_pixels = 50'000'000;      ///< width × height as stored
  size_t max_bytes = size_t{64} << 20;  ///< of the encoded file
  size_t max_memory = size_t{1} << 30;  ///< address space of a decoder process, bytes
  int max_seconds = 10;                 ///< wall time for one picture
  SoundLimits sounds;
};

/// How large the result has to be. A JPEG is decoded at the smallest of the scales 1/8, 1/4, 1/2 and 1 whose
/// shorter side, rounded up, is at least `min_side`; 0 means full size. (libjpeg-turbo has fast code for
/// these scales only: 7/8 takes twice the time of 1.) Other formats are always decoded in full.
struct DecodeRequest {
  int min_side = 0;
};

/// A picture and what its file said.
struct DecodedImage {
  Image image;
  ImageFormat format = ImageFormat::kJpeg;
  int stored_width = 0;  ///< upright size of the full picture
  int stored_height = 0;
};

/// Which stretch of a recording is wanted: `seconds` × rate samples, rounded, from sample `begin` × rate, rounded, on;
/// fewer where the recording ends. The samples equal those of the whole recording bit by bit. Both are finite and ≥ 0.
struct SoundRequest {
  double begin = 0;
  double seconds = 0;          ///< 0: to the end
  bool describe_only = false;  ///< everything but the samples, which are decoded and counted all the same
};

/// A recording, mixed to the mean of its channels, and what its file said. The last four members tell about the stretch.
struct DecodedSound {
  Sound sound;
  SoundFormat format = SoundFormat::kWav;
  int channels = 0;
  double seconds = 0;            ///< of the whole: counted where decoding came to the end, else as the file says, else 0
  bool truncated = false;        ///< the file breaks off or has unreadable parts: what could be read is there
  double peak = 0;               ///< largest |x| of any channel; full scale is 1, formats with floats may exceed it
  double clipped = 0;            ///< share of the channels' samples that lie in runs of ≥ 3 at |x| ≥ 0.999 of full scale
  int64_t unusable_samples = 0;  ///< infinite or not a number in a channel: taken as 0
};

/// Turns untrusted bytes into pixels or samples. Pictures: JPEG (grey, YCbCr, CMYK/YCCK), PNG (all colour types, 1–16 bits,
/// alpha), WebP (first frame) and BMP; the format is told by the content, never by a name. Errors:
/// "image-empty", "image-unknown-format", "image-too-large", "image-broken" (truncated or damaged),
/// "image-too-slow": all kBadInput, with a hint; `item` is left empty for the caller to fill.
/// Recordings: WAV (8–32 bits, floats, ADPCM, µ-law, …) and its kin, FLAC, Ogg and MP3 of 4–384 kHz and 1–32 channels;
/// see SniffSound. Errors: "sound-empty" (no bytes, or no sample in the stretch), "sound-unknown-format",
/// "sound-too-large", "sound-too-long", "sound-broken", "sound-unsupported" (rate, channels), "sound-m4a"
/// (there is no easel-decoder-m4a, which needs FFmpeg's libraries), "sound-too-slow", likewise.
/// Thread-safe; as many files are decoded at a time as there are decoder processes.
class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual Result<DecodedImage> Decode(std::span<const std::byte> bytes, const DecodeRequest& request) = 0;

  /// A decoder of pictures alone refuses every recording: "sound-unknown-format".
  virtual Result<DecodedSound> DecodeSound(std::span<const std::byte> bytes, const SoundRequest& request);
};

/// Decodes in child processes (`program`, the easel-decoder binary) that have no files, no network and hard
/// limits; one that dies costs its picture only and is replaced. See media/codecs/sandbox.h for what they may
/// do. `processes` ≥ 1 are started on demand and end with the object. MPEG-4 audio goes to `program` + "-m4a" where that
/// exists.
std::unique_ptr<Decoder> MakeSandboxedDecoder(std::filesystem::path program, int processes,
                                              DecodeLimits limits = {});

/// The easel-decoder beside the running executable.
std::filesystem::path DecoderProgram();

}  // namespace easel::media
