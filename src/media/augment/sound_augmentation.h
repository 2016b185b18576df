#pragma once

#include <cstdint>
#include <span>

#include "base/json.h"
#include "base/result.h"
#include "media/transform/sound_transform.h"

namespace easel::media {

/// How sounds are changed while a network learns from them: as another speaker, machine, room or microphone
/// might have changed them. Everything happens in the log-mel picture, where frequencies and times can be
/// moved by any factor at the cost of one look-up. Strengths are 0 where nothing is to happen.
struct SoundAugmentation {
  double pitch =
      0;  ///< frequencies by factors of e^±pitch (vocal tract length: Jaitly & Hinton 2013), [0, 1]
  double tempo = 0;  ///< speed by factors of e^±tempo, [0, 1]
  double shift = 0;  ///< in time, by ± this share of the picture, [0, 1]
  double tilt = 0;   ///< a curve over the bands whose five knots are within ±tilt (ln of power), [0, 10]
  double gain = 0;   ///< louder or softer by ±gain (ln of power), [0, 10]
  double noise = 0;  ///< probability that steady noise is added, 25 to 55 dB below the loudest, [0, 1]
  double time_mask =
      0;  ///< largest share of the frames that is covered (SpecAugment, arXiv:1904.08779), [0, 1]
  double band_mask = 0;  ///< the same of the bands, [0, 1]
  double jitter = 0;     ///< σ of noise in every number of the finished picture, [0, 10]
  double mixup = 0;      ///< α of the Beta(α, α) from which mixing weights come (arXiv:1710.09412), [0, 10]

  json::object ToJson() const;
  /// Members that are missing are off. kBadInput "augmentation-invalid" naming the member for unknown names
  /// and for values that are no number or out of bounds.
  static Result<SoundAugmentation> FromJson(const json::object& object);
  bool operator==(const SoundAugmentation&) const = default;
};

/// The picture that variations are made of: that of `transform` before it is made flat at the bottom (offset)
/// and normalised. `transform` has power, a gain and factor of 1, a floor of 0, no coefficients, and HTK's
/// mel.
SoundTransform BaseOf(const SoundTransform& transform);

/// Writes the variation that a number stands for of a picture which BaseOf(transform) made, as `transform`
/// would have made it of the changed sound; frames × bands numbers each. Mixing is left to who learns. The
/// same on every machine; neighbouring numbers give unrelated variations, and a strength of 0 leaves the
/// others' draws as they are.
void Vary(const SoundAugmentation& augmentation, const SoundTransform& transform,
          std::span<const float> picture, uint64_t variation, std::span<float> out);

}  // namespace easel::media
