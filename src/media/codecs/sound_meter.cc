#include "media/codecs/sound_meter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace easel::media {
namespace {

constexpr int64_t kShortestRun = 3;

// The largest |x|; not finite when any is not.
float PeakOf(std::span<const float> samples) {
  constexpr size_t kSideBySide = 16;
  std::array<uint32_t, kSideBySide> peaks{};
  size_t i = 0;
  // Without their sign, numbers are in the order of their bits; infinity and what is no number come last.
  const auto magnitude = [](float sample) { return std::bit_cast<uint32_t>(sample) & 0x7fffffffU; };
  for (; i + kSideBySide <= samples.size(); i += kSideBySide) {
    for (size_t lane = 0; lane < kSideBySide; ++lane)
      peaks[lane] = std::max(peaks[lane], magnitude(samples[i + lane]));
  }
  for (; i < samples.size(); ++i) peaks[0] = std::max(peaks[0], magnitude(samples[i]));
  return std::bit_cast<float>(std::ranges::max(peaks));
}

}  // namespace

void SoundMeter::CountClipped(std::span<const float> interleaved) {
  size_t channel = 0;
  for (const float sample : interleaved) {
    int64_t& run = runs_[channel];
    run = std::abs(sample) >= full_scale_ ? run + 1 : 0;
    if (run == kShortestRun) clipped_ += kShortestRun;
    if (run > kShortestRun) ++clipped_;
    channel = channel + 1 == runs_.size() ? 0 : channel + 1;
  }
}

void SoundMeter::Mix(std::span<float> interleaved, std::span<float> mono) {
  float peak = PeakOf(interleaved);
  if (!std::isfinite(peak)) {
    for (float& sample : interleaved) {
      if (std::isfinite(sample)) continue;
      sample = 0;
      ++unusable_samples_;
    }
    peak = PeakOf(interleaved);
  }
  peak_ = std::max(peak_, double{peak});
  if (peak >= full_scale_) {
    CountClipped(interleaved);
  } else {
    std::ranges::fill(runs_, 0);
  }
  const size_t channels = runs_.size();
  if (channels == 1) {
    std::ranges::copy(interleaved, mono.begin());
  } else if (channels == 2) {
    for (size_t i = 0; i < mono.size(); ++i)
      mono[i] = static_cast<float>((double{interleaved[2 * i]} + double{interleaved[2 * i + 1]}) / 2);
  } else {
    for (size_t i = 0; i < mono.size(); ++i) {
      double sum = 0;
      for (size_t channel = 0; channel < channels; ++channel) sum += interleaved[i * channels + channel];
      mono[i] = static_cast<float>(sum / static_cast<double>(channels));
    }
  }
  samples_ += static_cast<int64_t>(interleaved.size());
}

}  // namespace easel::media
