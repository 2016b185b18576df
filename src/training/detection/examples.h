#pragma once

#include <vector>

#include "base/progress.h"
#include "graph/graph.h"
#include "training/detection/plan.h"
#include "training/detection/views.h"
#include "training/engine/examples.h"
#include "training/engine/libtorch.h"
#include "training/resources.h"

namespace easel::training {

/// The numbers of a target that has room for all boxes of every view of these pictures, or for kMostBoxes.
int64_t TargetSize(const Pictures& pictures, const std::vector<size_t>& places);

/// Views that are drawn when they are asked for, as the picture of a network: for one that learns as a whole.
class DrawnViews final : public Examples {
 public:
  /// `places`: usable ones. `views` outlives this.
  DrawnViews(const BoxViews& views, std::vector<size_t> places);

  size_t size() const override { return places_.size(); }
  graph::Shape shape() const override;
  int64_t classes() const override { return target_; }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override;

 private:
  const BoxViews& views_;
  const std::vector<size_t> places_;
  const int64_t target_;
};

/// What a frozen backbone makes of some views of every picture, kept in memory as 16-bit floats, so that what
/// is behind it learns without it. A picture is the maps one after the other (Module::Split).
class MappedViews final : public Examples {
 public:
  /// Runs `front` (one input, a picture; its outputs are the maps) in the shipping runtime on `count` views
  /// of every picture, the plain one first, on all threads. kCancelled.
  static Result<MappedViews> Make(const graph::Graph& front, const BoxViews& views,
                                  std::vector<size_t> places, int count, uint64_t seed,
                                  const TrainingResources& resources, Progress& progress);
  /// Of one view.
  static int64_t BytesOf(const graph::Graph& front);
  /// How many views of every learner are kept, each of so many bytes: `most`, or those that fit into 3 GiB,
  /// or into `budget` bytes beside one of every judge. kResources "too-many-pictures" where one does not.
  static Result<int> CountWithin(int64_t budget, int64_t bytes, const DetectionParts& parts, int most);

  size_t size() const override { return views_.size(); }
  graph::Shape shape() const override { return {numbers_}; }
  int64_t classes() const override { return target_; }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override;

 private:
  struct View {
    std::vector<c10::Half> maps;
    std::vector<ViewBox> boxes;
  };
  MappedViews(int64_t numbers, int64_t target) : numbers_(numbers), target_(target) {}

  int64_t numbers_;
  int64_t target_;
  std::vector<std::vector<View>> views_;  ///< per picture
};

}  // namespace easel::training
