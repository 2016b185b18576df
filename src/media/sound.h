#pragma once

#include <vector>

namespace easel::media {

/// A decoded recording or a stretch of one: one channel (the mean of the file's), full scale is [−1, 1], every sample
/// finite.
struct Sound {
  int rate = 0;  ///< samples a second, as stored
  std::vector<float> samples;

  double seconds() const { return rate == 0 ? 0.0 : static_cast<double>(samples.size()) / rate; }
  bool operator==(const Sound&) const = default;
};

}  // namespace easel::media
