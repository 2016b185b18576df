#include "media/codecs/sound_codecs.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <vector>

#include "media/codecs/id3.h"
#include "media/codecs/sound_file.h"
#include "media/codecs/sound_meter.h"
#include "media/decode/sniff_sound.h"
#include "media/decode/sound_errors.h"
#include "media/decode/wire.h"

namespace easel::media {
namespace {

constexpr int64_t kBlock = wire::kMaxBlockSamples;

std::optional<SoundFailure> Refuse(const SoundFacts& facts, const SoundLimits& limits) {
  if (facts.rate < kMinSoundRate || facts.rate > kMaxSoundRate) return SoundFailure::kUnsupported;
  if (facts.channels < 1 || facts.channels > kMaxSoundChannels) return SoundFailure::kUnsupported;
  if (facts.frames.value_or(0) > int64_t{limits.max_duration} * facts.rate) return SoundFailure::kTooLong;
  return std::nullopt;
}

// Which samples of a recording are asked for.
struct Stretch {
  int64_t begin = 0;
  int64_t end = 0;  // exclusive
};

Stretch StretchOf(const SoundRequest& request, int rate, const SoundLimits& limits) {
  const int64_t most = int64_t{limits.max_duration} * rate;
  const auto samples = [&](double seconds) {
    const double exact = std::round(seconds * rate);
    return exact >= 0 && exact < static_cast<double>(most) ? static_cast<int64_t>(exact) : most;
  };
  const int64_t begin = samples(request.begin);
  return {begin, request.seconds == 0 ? INT64_MAX : begin + samples(request.seconds)};
}

// From sample `at` of the file on.
Result<DecodedSound> Decode(SoundFile& file, int64_t at, const Stretch& stretch, const SoundRequest& request,
                            const SoundLimits& limits, const TakeSamples& take) {
  const SoundFacts& facts = file.facts();
  const auto channels = static_cast<size_t>(facts.channels);
  const int64_t longest = int64_t{limits.max_duration} * facts.rate;
  std::vector<float> interleaved(kBlock * channels);
  std::vector<float> mono(kBlock);
  SoundMeter meter(facts.channels, facts.full_scale);
  int64_t taken = 0;
  bool at_end = false;
  while (at < stretch.end) {
    const int64_t until = at < stretch.begin ? stretch.begin : stretch.end;
    const auto wanted = static_cast<size_t>(std::min(kBlock, until - at));
    const int64_t got = file.Read(std::span(interleaved).first(wanted * channels));
    if (got == 0) {
      at_end = true;
      break;
    }
    at += got;
    if (at > longest) return FailSound(SoundFailure::kTooLong, limits);
    if (at <= stretch.begin) continue;
    taken += got;
    if (!request.describe_only && taken > limits.max_samples)
      return FailSound(SoundFailure::kTooLarge, limits);
    const auto samples = std::span(mono).first(static_cast<size_t>(got));
    meter.Mix(std::span(interleaved).first(samples.size() * channels), samples);
    if (!request.describe_only && !take(samples)) return FailSound(SoundFailure::kBroken, limits);
  }
  if (taken == 0) return FailSound(file.damaged() ? SoundFailure::kBroken : SoundFailure::kEmpty, limits);
  const int64_t frames = at_end ? at : facts.frames.value_or(0);
  const bool ends_early = at_end && at < facts.frames.value_or(0) - facts.frames_too_many;
  return DecodedSound{.sound = {.rate = facts.rate, .samples = {}},
                      .format = facts.format,
                      .channels = facts.channels,
                      .seconds = static_cast<double>(frames) / facts.rate,
                      .truncated = file.damaged() || facts.cut_short || ends_early,
                      .peak = meter.peak(),
                      .clipped = meter.clipped(),
                      .unusable_samples = meter.unusable_samples()};
}

bool IsTaggedFlac(std::span<const std::byte> bytes) {
  const auto behind = bytes.subspan(std::min(Id3Bytes(bytes), bytes.size()));
  return SniffSound(behind) == SoundFormat::kFlac;
}

}  // namespace

Result<DecodedSound> DecodeSoundFile(const OpenSound& open, const SoundRequest& request,
                                     const SoundLimits& limits, const TakeSamples& take) {
  auto file = open();
  if (!file) return FailSound(SoundFailure::kBroken, limits);
  if (const auto failure = Refuse(file->facts(), limits)) return FailSound(*failure, limits);
  const Stretch stretch = StretchOf(request, file->facts().rate, limits);
  int64_t at = 0;
  if (stretch.begin > 0 && stretch.begin < file->facts().frames.value_or(0)) {
    if (file->SeekExactly(stretch.begin)) {
      at = stretch.begin;
    } else {
      file = open();
      if (!file) return FailSound(SoundFailure::kBroken, limits);
    }
  }
  return Decode(*file, at, stretch, request, limits, take);
}

Result<DecodedSound> DecodeSoundInProcess(std::span<const std::byte> bytes, const SoundRequest& request,
                                          const SoundLimits& limits, const TakeSamples& take) {
  if (bytes.empty()) return FailSound(SoundFailure::kEmpty, limits);
  if (bytes.size() > limits.max_bytes) return FailSound(SoundFailure::kTooLarge, limits);
  const auto format = SniffSound(bytes);
  if (!format) return FailSound(SoundFailure::kUnknownFormat, limits);
  if (format == SoundFormat::kM4a) return FailSound(SoundFailure::kM4a, limits);
  const bool is_mp3 = format == SoundFormat::kMp3 && !IsTaggedFlac(bytes);
  try {
    return DecodeSoundFile([&] { return is_mp3 ? OpenMp3(bytes) : OpenSndfile(bytes); }, request, limits,
                           take);
  } catch (const std::bad_alloc&) {
    return FailSound(SoundFailure::kTooLarge, limits);
  }
}

Result<DecodedSound> DecodeSoundInProcess(std::span<const std::byte> bytes, const SoundRequest& request,
                                          const SoundLimits& limits) {
  std::vector<float> samples;
  const auto collect = [&](std::span<const float> block) {
    samples.insert(samples.end(), block.begin(), block.end());
    return true;
  };
  EASEL_ASSIGN(DecodedSound decoded, DecodeSoundInProcess(bytes, request, limits, collect));
  decoded.sound.samples = std::move(samples);
  return decoded;
}

}  // namespace easel::media
