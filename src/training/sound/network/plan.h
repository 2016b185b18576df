#pragma once

#include "graph/graph.h"
#include "media/augment/sound_augmentation.h"
#include "training/sound/plan.h"

namespace easel::training {

/// The recipe of a network of one's own (docs/decisions/0014). It is the same for all data, but for the
/// length of a window and the rate of the recordings.
struct NetworkPlan {
  media::SoundTransform transform;
  media::SoundAugmentation augmentation;
  double rate = 3e-3;  ///< of AdamW
  double weight_decay = 0.02;
  double smoothing = 0.1;
  int64_t batch = 64;
  int64_t shard = 32;

  /// `rate`: of the recordings, samples a second, as most have it.
  static NetworkPlan Of(const SoundPlan& plan, int rate);
  json::object ToJson() const;
};

/// A compact convolutional network with weights to begin with: "spectrogram" → "logits". Every layer sees all
/// bands that its convolution reaches; behind the last one a weight for each band and channel sums up what
/// was heard at a time, and the mean over time is classified.
Result<graph::Graph> BuildOwnNetwork(const media::SoundTransform& transform, int classes, uint64_t seed);

}  // namespace easel::training
