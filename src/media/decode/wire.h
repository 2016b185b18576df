#pragma once

#include <cstdint>

#include "media/decode/decoder.h"

/// What MakeSandboxedDecoder and easel-decoder say to each other over a stream socket. Both come from the
/// same build and run on the same machine, so structures travel as they lie in memory. Once: Hello from the
/// parent, Ready from the child. Then per picture: Request and its bytes, Reply and its pixels. Per recording: Request and
/// its bytes, SoundBlocks and their samples while it is decoded, an empty block, SoundReply. The parent trusts nothing
/// that it receives: the child has parsed hostile bytes.
namespace easel::media::wire {

inline constexpr uint32_t kMagic = 0x45534c31;  // "ESL1"

/// A decoder process is replaced after so many files: a bound on what a subverted one gets to see, and on
/// the processor time that it may need.
inline constexpr int kFilesPerProcess = 256;

struct Hello {
  uint32_t magic = kMagic;
  int32_t max_seconds = 0;
  int64_t max_pixels = 0;
  uint64_t max_bytes = 0;
  uint64_t max_memory = 0;
  uint64_t max_sound_bytes = 0;
  int64_t max_sound_samples = 0;
  int32_t max_sound_duration = 0;
  int32_t max_sound_seconds = 0;
};
static_assert(sizeof(Hello) == 56);

/// Sent from inside the sandbox.
struct Ready {
  uint32_t magic = kMagic;
  uint32_t layers = 0;  ///< SandboxReport::ToBits
};
static_assert(sizeof(Ready) == 8);

enum class Wanted : uint32_t { kPicture = 0, kSound = 1, kSoundDescription = 2 };

struct Request {
  uint64_t bytes = 0;  ///< that follow
  Wanted wanted = Wanted::kPicture;
  int32_t min_side = 0;  ///< of a picture
  double begin = 0;      ///< of a stretch of a recording
  double seconds = 0;
};
static_assert(sizeof(Request) == 32);

/// `width` × `height` × 3 bytes follow when `failure` is 0.
struct Reply {
  uint32_t failure = 0;  ///< DecodeFailure or 0
  uint32_t format = 0;   ///< ImageFormat
  int32_t width = 0;
  int32_t height = 0;
  int32_t stored_width = 0;
  int32_t stored_height = 0;
};
static_assert(sizeof(Reply) == 24);

/// `samples` floats follow; 0: there are no more.
struct SoundBlock {
  uint32_t samples = 0;
};
inline constexpr uint32_t kMaxBlockSamples = 16384;

/// As DecodedSound, for the samples that came before it.
struct SoundReply {
  uint32_t failure = 0;  ///< SoundFailure or 0
  uint32_t format = 0;   ///< SoundFormat
  int32_t rate = 0;
  int32_t channels = 0;
  double seconds = 0;
  double peak = 0;
  double clipped = 0;
  int64_t unusable_samples = 0;
  uint64_t truncated = 0;  ///< 0 or 1
};
static_assert(sizeof(SoundReply) == 56);

}  // namespace easel::media::wire
