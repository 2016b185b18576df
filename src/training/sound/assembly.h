#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "training/sound/heads.h"
#include "training/sound/view.h"

namespace easel::training {

/// A network of one's own, as it runs: "spectrogram" → one logit a class.
struct SoundNetwork {
  graph::Graph graph;
  media::SoundTransform transform;
};

/// Networks of one transform as one: the mean of their logits. At least one.
SoundNetwork Together(std::vector<SoundNetwork> networks);

/// What a model is put together from; what has no weight is left out.
struct SoundParts {
  const std::vector<SoundListener>* listeners = nullptr;
  const SoundHead* head = nullptr;        ///< its views are places in `listeners`
  const SoundNetwork* network = nullptr;  ///< null: none
  double head_weight = 1;                 ///< scores = softmax(head_weight · head + network_weight · network)
  double network_weight = 0;

  bool HasHead() const { return head_weight != 0; }
  bool HasNetwork() const { return network != nullptr && network_weight != 0; }
  /// The transforms of the model's inputs: those of the head's views, then the network's.
  std::vector<media::SoundTransform> Transforms() const;
};

/// The whole model: spectrograms → probabilities, named InputName(0) ….
graph::Graph AssembleSound(const SoundParts& parts);
/// The same from the views' features and the network's logits on, one input each in the same order. Computes
/// the same bits.
graph::Graph AssembleSoundTail(const SoundParts& parts, int classes);

/// "sound0", "sound1" …
std::string SoundInputName(size_t input);

}  // namespace easel::training
