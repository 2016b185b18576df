#pragma once

#include <vector>

#include "base/progress.h"
#include "dataset/types.h"
#include "graph/graph.h"
#include "media/augment/augmentation.h"
#include "media/transform/image_transform.h"
#include "training/engine/examples.h"
#include "training/engine/libtorch.h"
#include "training/resources.h"

namespace easel::training {

/// The maps that the first stages of a network make of pictures, kept in memory so that the last stages can
/// learn from them without the first: each picture as it is, mirrored, and in variations. 16-bit floats.
struct Maps {
  using Map = std::vector<c10::Half>;
  graph::Shape shape;                ///< of one: [H, W, C]
  std::vector<std::vector<Map>> of;  ///< per item its views, the plain one first, then its mirror image;
                                     ///< empty where the picture could not be used

  static int64_t BytesOf(const graph::Shape& shape);  ///< of one map
};

/// Which views of a picture are taken.
struct MapViews {
  media::ImageTransform transform;   ///< of the plain one
  media::Augmentation augmentation;  ///< of the variations
  int count = 2;                     ///< of all, at least 2
  uint64_t seed = 1;                 ///< of the variations
};

/// Runs `front` (one input, a picture; one output, a map) in the shipping runtime on every view of every
/// item, on all threads. kCancelled, and what the runtime returns; broken pictures are left out.
Result<Maps> MakeMaps(const graph::Graph& front, const MapViews& views,
                      const std::vector<dataset::FrozenItem>& items, const TrainingResources& resources,
                      Progress& progress);

/// Some of the items as examples; a variation is one of their views. Does not own the maps.
class MapExamples final : public Examples {
 public:
  /// `chosen`: places in the maps, none of them empty. `labels` per place of the maps.
  MapExamples(const Maps& maps, std::vector<size_t> chosen, std::vector<int> labels, int64_t classes)
      : maps_(maps), chosen_(std::move(chosen)), labels_(std::move(labels)), classes_(classes) {}

  size_t size() const override { return chosen_.size(); }
  graph::Shape shape() const override { return maps_.shape; }
  int64_t classes() const override { return classes_; }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override;

 private:
  const Maps& maps_;
  const std::vector<size_t> chosen_;
  const std::vector<int> labels_;
  const int64_t classes_;
};

}  // namespace easel::training
