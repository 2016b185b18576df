#pragma once

#include <vector>

#include "media/transform/sound_transform.h"

namespace easel::media {

/// The bands of a SoundTransform: band b is Σ weights[k] × spectrum[first + k], of `count` weights from
/// `begin` on. A triangle that is narrower than the spectrum's steps may have none.
struct MelBands {
  struct Band {
    int first = 0;
    int begin = 0;
    int count = 0;
  };
  std::vector<Band> bands;
  std::vector<float> weights;
};

MelBands MakeMelBands(const SoundTransform& transform);

}  // namespace easel::media
