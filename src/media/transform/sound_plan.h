#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "media/transform/fft.h"
#include "media/transform/lanes.h"
#include "media/transform/mel.h"
#include "media/transform/sound_transform.h"

namespace easel::media {

/// The tables of a SoundTransform and the work on them, kLanes frames at a time; Apply keeps and uses it. Not
/// changed after construction.
class SoundPlan {
 public:
  explicit SoundPlan(const SoundTransform& transform);

  const SoundTransform& transform() const { return transform_; }
  /// As media::Apply, of samples at the transform's rate.
  void Apply(std::span<const float> samples, std::span<float> out) const;

 private:
  SoundTransform transform_;
  Fft fft_;
  std::vector<float> taper_;  // of a frame, filled up with zeros to a multiple of kLanes
  MelBands mel_;
  std::vector<float> dct_;  // coefficients × bands

  std::array<const float*, kLanes> Frames(std::span<const float> samples, std::ptrdiff_t first,
                                          std::span<float> margin) const;
  void Bands(std::span<const Lanes> spectrum, std::span<Lanes> bands) const;
  void Coefficients(std::span<const Lanes> bands, std::span<Lanes> coefficients) const;
};

}  // namespace easel::media
