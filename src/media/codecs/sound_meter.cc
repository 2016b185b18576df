#include "media/codecs/sound_meter.h"

#include <algorithm>
#include <cmath>

namespace easel::media {
namespace {

constexpr int64_t kShortestRun = 3;

}  // namespace

void SoundMeter::Mix(std::span<float> interleaved, std::span<float> mono) {
  const size_t channels = runs_.size();
  float* frame = interleaved.data();
  for (float& mean : mono) {
    double sum = 0;
    for (size_t c = 0; c < channels; ++c) {
      if (!std::isfinite(frame[c])) {
        frame[c] = 0;
        ++unusable_samples_;
      }
      const double level = std::abs(frame[c]);
      peak_ = std::max(peak_, level);
      runs_[c] = level >= full_scale_ ? runs_[c] + 1 : 0;
      if (runs_[c] == kShortestRun) clipped_ += kShortestRun;
      if (runs_[c] > kShortestRun) ++clipped_;
      sum += frame[c];
    }
    mean = static_cast<float>(sum / static_cast<double>(channels));
    frame += channels;
  }
  samples_ += static_cast<int64_t>(interleaved.size());
}

}  // namespace easel::media
