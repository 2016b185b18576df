#include "media/transform/waveform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace easel::media {
namespace {

// Of a sample: what times in seconds may be wrong by.
constexpr double kRounding = 1e-6;

struct Range {
  float low;
  float high;
};

// Several of each side by side, which is what registers are for.
Range RangeOf(std::span<const float> samples) {
  constexpr size_t kSideBySide = 16;
  std::array<float, kSideBySide> lows;
  std::array<float, kSideBySide> highs;
  lows.fill(samples[0]);
  highs.fill(samples[0]);
  size_t i = 0;
  for (; i + kSideBySide <= samples.size(); i += kSideBySide) {
    for (size_t lane = 0; lane < kSideBySide; ++lane) {
      const float sample = samples[i + lane];
      lows[lane] = sample < lows[lane] ? sample : lows[lane];
      highs[lane] = sample > highs[lane] ? sample : highs[lane];
    }
  }
  Range range{std::ranges::min(lows), std::ranges::max(highs)};
  for (; i < samples.size(); ++i) range = {std::min(range.low, samples[i]), std::max(range.high, samples[i])};
  return range;
}

int8_t Level(float sample) { return static_cast<int8_t>(std::lround(127 * std::clamp(sample, -1.0f, 1.0f))); }

}  // namespace

Waveform WaveformOf(const Sound& sound, double begin, double seconds, size_t points) {
  Waveform out{std::vector<int8_t>(points), std::vector<int8_t>(points)};
  const auto size = static_cast<double>(sound.samples.size());
  const auto edge = [&](size_t part) {
    const double share = static_cast<double>(part) / static_cast<double>(points);
    const double sample = (begin + seconds * share) * sound.rate;
    return static_cast<int64_t>(std::floor(std::clamp(sample + kRounding, -1.0, size)));
  };
  for (size_t part = 0; part < points; ++part) {
    const int64_t first = edge(part);
    const int64_t end = std::max(first + 1, edge(part + 1));
    const int64_t from = std::max<int64_t>(first, 0);
    const int64_t count = std::min(end, static_cast<int64_t>(sound.samples.size())) - from;
    if (count <= 0) continue;
    const Range range =
        RangeOf(std::span(sound.samples).subspan(static_cast<size_t>(from), static_cast<size_t>(count)));
    out.lows[part] = Level(range.low);
    out.highs[part] = Level(range.high);
  }
  return out;
}

}  // namespace easel::media
