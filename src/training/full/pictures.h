#pragma once

#include <vector>

#include "base/progress.h"
#include "dataset/types.h"
#include "media/augment/augmentation.h"
#include "media/image.h"
#include "media/transform/image_transform.h"
#include "training/engine/examples.h"
#include "training/resources.h"

namespace easel::training {

/// Pictures of a frozen version, decoded once and kept in memory as far as there is room; those beyond are
/// decoded whenever they are asked for. Thread-safe once loaded.
class Pictures {
 public:
  /// Decodes every item for `transform`, on all threads; keeps up to `budget` bytes of pixels. Items that
  /// cannot be decoded are unusable; whatever else goes wrong with one ends it all. kCancelled. `items` and
  /// `resources` must outlive this.
  static Result<Pictures> Load(const std::vector<dataset::FrozenItem>& items,
                               const media::ImageTransform& transform, int64_t budget,
                               const TrainingResources& resources, Progress& progress);

  const std::vector<char>& usable() const { return usable_; }  ///< per item, 0 or 1
  Result<media::Image> Get(size_t i) const;
  const media::ImageTransform& transform() const { return transform_; }
  const std::vector<dataset::FrozenItem>& items() const { return items_; }

 private:
  Pictures(const std::vector<dataset::FrozenItem>& items, const media::ImageTransform& transform,
           const TrainingResources& resources)
      : items_(items), transform_(transform), resources_(resources) {}
  Result<media::Image> Decode(size_t i) const;

  const std::vector<dataset::FrozenItem>& items_;
  media::ImageTransform transform_;
  const TrainingResources& resources_;
  std::vector<char> usable_;
  std::vector<media::Image> kept_;  ///< without pixels where there was no room
};

/// Some of the pictures as examples, in the view of their transform; a variation is one of the augmentation.
class PictureExamples final : public Examples {
 public:
  /// `chosen`: usable places. `pictures` must outlive this.
  PictureExamples(const Pictures& pictures, std::vector<size_t> chosen, int64_t classes,
                  const media::Augmentation& augmentation)
      : pictures_(pictures), chosen_(std::move(chosen)), classes_(classes), augmentation_(augmentation) {}

  size_t size() const override { return chosen_.size(); }
  graph::Shape shape() const override;
  int64_t classes() const override { return classes_; }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override;

 private:
  const Pictures& pictures_;
  const std::vector<size_t> chosen_;
  const int64_t classes_;
  const media::Augmentation augmentation_;
};

}  // namespace easel::training
