#include "runtime/listening/windows.h"

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

}  // namespace easel::runtime
