#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "runtime/model.h"

namespace easel::runtime {

/// A sound that a model listens to while it goes on. What it hears is bit for bit what Model::Listen hears in
/// the same samples as a recording. Not thread-safe; the model outlives it.
class SoundStream {
 public:
  /// `rate`: samples a second.
  SoundStream(Model& model, int rate) : model_(model), rate_(rate) {}

  /// Takes the next samples, as many as there are (one channel, full scale is [−1, 1]), and gives the windows
  /// that are whole with them. Keeps no more than a window and these samples.
  Result<std::vector<Heard>> Push(std::span<const float> samples);

  /// The last window, where the windows before leave something over; the stream is over then.
  Result<std::vector<Heard>> Finish();

 private:
  Result<Heard> Hear(int64_t begin, int64_t end);

  Model& model_;
  const int rate_;
  std::vector<float> kept_;  ///< the samples [first_, taken_)
  int64_t first_ = 0;
  int64_t taken_ = 0;
  int64_t windows_ = 0;  ///< that were given
};

}  // namespace easel::runtime
