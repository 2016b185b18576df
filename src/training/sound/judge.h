#pragma once

#include <memory>
#include <vector>

#include "runtime/executor.h"
#include "training/sound/assembly.h"
#include "training/sound/extraction.h"

namespace easel::training {

/// What a model says of clips, resumed at cached features: bit for bit what the whole of it says of their
/// sounds (runtime::Model::Predict). One thread at a time.
class SoundJudge {
 public:
  /// `parts` and all it points to, and the other arguments, outlive what is made. `features`: per view of the
  /// listeners, a row for each window.
  static Result<std::unique_ptr<SoundJudge>> Create(const SoundParts& parts, int classes, const Clips& clips,
                                                    const WindowRows& windows,
                                                    const std::vector<Matrix>& features);

  /// Scores per class: the mean of the clip's windows'.
  Result<std::vector<float>> Predict(size_t clip);
  /// The mean of the network's logits, weighted likewise, where it has one.
  Result<std::vector<float>> NetworkLogits(size_t clip);

 private:
  SoundJudge(const SoundParts& parts, int classes, const Clips& clips, const WindowRows& windows,
             const std::vector<Matrix>& features)
      : parts_(parts),
        classes_(static_cast<size_t>(classes)),
        clips_(clips),
        windows_(windows),
        features_(features) {}
  Status RunNetwork(const media::Sound& sound, size_t row, std::span<float> logits);

  const SoundParts parts_;
  const size_t classes_;
  const Clips& clips_;
  const WindowRows& windows_;
  const std::vector<Matrix>& features_;
  graph::Graph tail_;
  std::unique_ptr<runtime::Executor> tail_executor_;
  std::unique_ptr<runtime::Executor> network_;  ///< null without
  std::vector<float> spectrogram_;
};

}  // namespace easel::training
