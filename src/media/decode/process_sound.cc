#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "media/decode/exchange.h"
#include "media/decode/process.h"
#include "media/decode/sound_errors.h"
#include "media/decode/wire.h"

namespace easel::media {
namespace {

// As many samples as a reply may bring; the rate is not known yet.
int64_t MostSamples(const SoundRequest& request, const SoundLimits& limits) {
  if (request.describe_only) return 0;
  if (request.seconds == 0) return limits.max_samples;
  const double asked = std::ceil(request.seconds * kMaxSoundRate) + 1;
  return std::min(limits.max_samples, asked < 1e15 ? static_cast<int64_t>(asked) : limits.max_samples);
}

// Whether a reply can be true. A subverted child must not make the parent believe nonsense.
bool IsPlausible(const wire::SoundReply& reply, size_t samples, const SoundRequest& request,
                 const SoundLimits& limits) {
  if (reply.format > static_cast<uint32_t>(SoundFormat::kM4a) || reply.truncated > 1) return false;
  if (reply.rate < kMinSoundRate || reply.rate > kMaxSoundRate) return false;
  if (reply.channels < 1 || reply.channels > kMaxSoundChannels || reply.unusable_samples < 0) return false;
  if (!(reply.seconds >= 0 && reply.seconds <= limits.max_duration)) return false;
  if (!(reply.clipped >= 0 && reply.clipped <= 1)) return false;
  if (!(reply.peak >= 0 && reply.peak <= std::numeric_limits<double>::max())) return false;
  return (samples > 0) != request.describe_only;
}

}  // namespace

Result<DecodedSound> DecoderProcess::DecodeSound(std::span<const std::byte> bytes,
                                                 const SoundRequest& request) {
  ++files_;
  in_step_ = false;
  const SoundLimits& limits = limits_.sounds;
  const auto broke_off = [&](Exchange exchange) {
    return FailSound(exchange == Exchange::kLate ? SoundFailure::kTooSlow : SoundFailure::kBroken, limits);
  };
  const int socket = socket_.get();
  const int64_t deadline = Now() + int64_t{1000} * limits.max_seconds;
  const wire::Request header{
      .bytes = bytes.size(),
      .wanted = request.describe_only ? wire::Wanted::kSoundDescription : wire::Wanted::kSound,
      .begin = request.begin,
      .seconds = request.seconds};
  if (const auto sent = Send(socket, BytesOf(header), deadline); sent != Exchange::kDone)
    return broke_off(sent);
  if (const auto sent = Send(socket, bytes, deadline); sent != Exchange::kDone) return broke_off(sent);

  DecodedSound decoded;
  std::vector<float>& samples = decoded.sound.samples;
  const size_t most = static_cast<size_t>(MostSamples(request, limits));
  while (true) {
    wire::SoundBlock block;
    if (const auto got = Receive(socket, WritableBytes(block), deadline); got != Exchange::kDone)
      return broke_off(got);
    if (block.samples == 0) break;
    const size_t before = samples.size();
    if (block.samples > wire::kMaxBlockSamples || block.samples > most - before)
      return broke_off(Exchange::kClosed);
    samples.resize(before + block.samples);
    const std::span<float> received = std::span(samples).subspan(before);
    if (const auto got = Receive(socket, std::as_writable_bytes(received), deadline); got != Exchange::kDone)
      return broke_off(got);
    if (!std::ranges::all_of(received, [](float x) { return std::isfinite(x); }))
      return broke_off(Exchange::kClosed);
  }
  wire::SoundReply reply;
  if (const auto got = Receive(socket, WritableBytes(reply), deadline); got != Exchange::kDone)
    return broke_off(got);
  if (reply.failure != 0) {
    if (reply.failure > static_cast<uint32_t>(SoundFailure::kM4a)) return broke_off(Exchange::kClosed);
    in_step_ = true;
    return FailSound(static_cast<SoundFailure>(reply.failure), limits);
  }
  if (!IsPlausible(reply, samples.size(), request, limits)) return broke_off(Exchange::kClosed);
  in_step_ = true;
  decoded.sound.rate = reply.rate;
  decoded.format = static_cast<SoundFormat>(reply.format);
  decoded.channels = reply.channels;
  decoded.seconds = reply.seconds;
  decoded.truncated = reply.truncated != 0;
  decoded.peak = reply.peak;
  decoded.clipped = reply.clipped;
  decoded.unusable_samples = reply.unusable_samples;
  return decoded;
}

}  // namespace easel::media
