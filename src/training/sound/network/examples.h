#pragma once

#include <vector>

#include "media/augment/sound_augmentation.h"
#include "training/engine/examples.h"
#include "training/sound/extraction.h"

namespace easel::training {

/// The pictures that variations are made of (media::BaseOf), of some windows of every clip, kept in memory as
/// far as there is room. Thread-safe once made.
class BasePictures {
 public:
  /// The loudest windows of a clip, at most `most`. The arguments outlive what is made. kCancelled.
  static Result<BasePictures> Make(const Clips& clips, const WindowRows& windows,
                                   const media::SoundTransform& transform, size_t most, int64_t budget,
                                   int threads, Progress& progress);

  const Clips& clips() const { return *clips_; }
  const media::SoundTransform& transform() const { return transform_; }
  size_t CountOf(size_t clip) const { return first_[clip + 1] - first_[clip]; }
  /// One of a clip's windows, each as often as it is loud; `uniform` in [0, 1).
  size_t Draw(size_t clip, double uniform) const;
  /// The base picture of one of a clip's windows.
  Status Get(size_t clip, size_t which, std::span<float> picture) const;
  /// The same window as the network gets it in the end.
  Status GetPlain(size_t clip, size_t which, std::span<float> picture) const;

 private:
  BasePictures(const Clips& clips, const media::SoundTransform& transform)
      : clips_(&clips), transform_(transform) {}
  Status Look(size_t row, const media::SoundTransform& transform, std::span<float> picture) const;

  const Clips* clips_;
  media::SoundTransform transform_;
  std::vector<WindowRows::Row> rows_;
  std::vector<size_t> first_;             ///< of each clip; and the end
  std::vector<std::vector<float>> kept_;  ///< empty where there was no room
};

/// Some clips as examples, by their loudest windows; a variation is one of the augmentation, of any window.
class SoundExamples final : public Examples {
 public:
  /// `pictures` outlives this.
  SoundExamples(const BasePictures& pictures, std::vector<size_t> chosen, int classes,
                const media::SoundAugmentation& augmentation)
      : pictures_(pictures), chosen_(std::move(chosen)), classes_(classes), augmentation_(augmentation) {}

  size_t size() const override { return chosen_.size(); }
  graph::Shape shape() const override {
    return {pictures_.transform().frames, pictures_.transform().width(), 1};
  }
  int64_t classes() const override { return classes_; }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override;

 private:
  const BasePictures& pictures_;
  const std::vector<size_t> chosen_;
  const int64_t classes_;
  const media::SoundAugmentation augmentation_;
};

}  // namespace easel::training
