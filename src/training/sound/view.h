#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/hash.h"
#include "graph/graph.h"
#include "media/transform/sound_transform.h"
#include "training/scaling.h"

namespace easel::training {

/// Something that does not learn, listening to a window of sound: a pretrained network, or statistics of the
/// spectrogram alone.
struct SoundView {
  std::string name;  ///< "statistics", or of graph::SoundZoo()
  media::SoundTransform transform;

  bool operator==(const SoundView&) const = default;
};

/// The views of windows of so many seconds that there are, those that take the least time first. `fast`:
/// without the pretrained networks.
std::vector<SoundView> SoundViewsOf(double seconds, bool fast);

/// A view with all that it computes. Features of a network: √mean of every channel of the last map at each
/// resolution (see View of training/view.h), and at the end the embedding. Statistics: of every band the
/// largest value over time, and the mean over time of how far it rises above each of four levels.
struct SoundListener {
  SoundView view;
  graph::Graph network;  ///< up to its embedding, batch normalisation folded; no nodes for statistics
  std::vector<std::string> stages;  ///< of graph::Network
  Hash weights_hash;                ///< of the safetensors file
  std::vector<FeatureBlock> blocks;
  int64_t size = 0;  ///< of the feature vector

  /// Reads the weights that the view needs. Errors as LoadBackbone (training/view.h).
  static Result<SoundListener> Load(const std::filesystem::path& weights, const SoundView& view);

  /// [1, frames, bands, 1], as view.transform makes it → features [1, size].
  graph::ValueId Build(graph::GraphBuilder& builder, graph::ValueId spectrogram) const;
  /// The same as a graph of its own: "spectrogram" → features.
  graph::Graph Graph() const;
  /// The name under which features are cached: everything that they depend on besides the samples.
  Hash CacheKey() const;
};

}  // namespace easel::training
