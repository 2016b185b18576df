#include "runtime/listening/windows.h"

#include <algorithm>
#include <cmath>

namespace easel::runtime {

SampleRange WindowAt(const graph::Listening& listening, int rate, int64_t i) {
  const int64_t begin = std::llround(static_cast<double>(i) * listening.hop * rate);
  return {begin, begin + std::llround(listening.seconds * rate)};
}

std::vector<SampleRange> WindowsOf(const graph::Listening& listening, int rate, int64_t samples) {
  if (samples <= 0) return {};
  std::vector<SampleRange> windows;
  for (SampleRange next = WindowAt(listening, rate, 0); next.end <= samples;
       next = WindowAt(listening, rate, static_cast<int64_t>(windows.size()))) {
    windows.push_back(next);
  }
  if (windows.empty()) return {{0, samples}};
  const int64_t length = windows.front().end;
  if (windows.back().end < samples) windows.push_back({samples - length, samples});
  return windows;
}

float PeakOf(std::span<const float> samples) {
  float peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  return peak;
}

std::vector<LoudWindow> LoudWindowsOf(const graph::Listening& listening, const media::Sound& sound) {
  const std::span<const float> samples(sound.samples);
  std::vector<LoudWindow> windows;
  float loudest = 0;
  for (const SampleRange window : WindowsOf(listening, sound.rate, std::ssize(samples))) {
    const auto length = static_cast<size_t>(window.end - window.begin);
    windows.push_back({window, PeakOf(samples.subspan(static_cast<size_t>(window.begin), length))});
    loudest = std::max(loudest, windows.back().peak);
  }
  std::erase_if(windows, [&](const LoudWindow& each) { return each.peak < kLoudShare * loudest; });
  return windows;
}

}  // namespace easel::runtime
