#include "runtime/listening/stream.h"

#include <algorithm>
#include <utility>

#include "runtime/listening/windows.h"

namespace easel::runtime {

Result<Heard> SoundStream::Hear(int64_t begin, int64_t end) {
  const media::Sound window{rate_, {kept_.begin() + (begin - first_), kept_.begin() + (end - first_)}};
  EASEL_ASSIGN(std::vector<float> scores, model_.PredictWindow(window));
  return Heard{static_cast<double>(begin) / rate_, window.seconds(), std::move(scores),
               PeakOf(window.samples)};
}

Result<std::vector<Heard>> SoundStream::Push(std::span<const float> samples) {
  const graph::Listening& listening = model_.bundle().listening.value();
  kept_.insert(kept_.end(), samples.begin(), samples.end());
  taken_ += std::ssize(samples);
  std::vector<Heard> heard;
  SampleRange next = WindowAt(listening, rate_, windows_);
  for (; next.end <= taken_; next = WindowAt(listening, rate_, ++windows_)) {
    EASEL_ASSIGN(heard.emplace_back(), Hear(next.begin, next.end));
  }
  // The last window reaches back behind the beginning of the next one.
  const int64_t length = next.end - next.begin;
  const int64_t needed = std::min(next.begin, taken_ - length);
  if (needed > first_) {
    kept_.erase(kept_.begin(), kept_.begin() + (needed - first_));
    first_ = needed;
  }
  return heard;
}

Result<std::vector<Heard>> SoundStream::Finish() {
  const std::vector<SampleRange> all = WindowsOf(model_.bundle().listening.value(), rate_, taken_);
  std::vector<Heard> heard;
  if (std::ssize(all) > windows_) {
    EASEL_ASSIGN(heard.emplace_back(), Hear(all.back().begin, all.back().end));
  }
  return heard;
}

}  // namespace easel::runtime
