#include "dataset/quiet.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace easel::dataset {

double QuietShare(const media::Sound& sound) {
  const size_t stretch = static_cast<size_t>(std::max(1, sound.rate / 100));
  size_t quiet = 0;
  for (size_t at = 0; at < sound.samples.size(); at += stretch) {
    const std::span<const float> part(sound.samples.data() + at,
                                      std::min(stretch, sound.samples.size() - at));
    const bool heard = std::ranges::any_of(part, [](float sample) { return std::abs(sample) >= kQuiet; });
    if (!heard) quiet += part.size();
  }
  return sound.samples.empty() ? 0 : static_cast<double>(quiet) / static_cast<double>(sound.samples.size());
}

}  // namespace easel::dataset
