#pragma once

#include <vector>

#include "base/options.h"
#include "dataset/types.h"
#include "media/augment/augmentation.h"
#include "media/transform/image_transform.h"

namespace easel::training {

/// Everything that decides what a full training makes of given data, besides the time. The options with what
/// was left open filled in.
struct FullPlan {
  std::string network;  ///< of graph::Zoo()
  std::string start;    ///< "nothing", "shipped", or the hash of a safetensors blob
  int side = 0;
  double width = 1;
  double depth = 1;
  int epochs = 0;
  int64_t batch = 0;
  int64_t shard = 0;
  double rate = 0;
  double smoothing = 0;
  int patience = 0;
  bool is_mixed = false;  ///< precision
  media::Augmentation augmentation;
  std::vector<float> class_weights;
  uint64_t seed = 0;

  /// From the values of TrainOptions(). What is automatic: a network with shipped weights, or resnet-18 to
  /// start from nothing; the published resolution, or less where the pictures are smaller; epochs so that a
  /// network from nothing sees some 30,000 pictures at least (30 to 300 epochs), one with weights 10 epochs.
  static FullPlan From(const OptionValues& options, const dataset::FrozenVersion& version);

  bool StartsFromNothing() const { return start == "nothing"; }
  json::object ToJson() const;
  /// The inverse of ToJson, for a plan that another process made.
  static Result<FullPlan> FromJson(const json::object& object);

  /// The view of a picture that the network gets; values as its published weights expect them, one mean and
  /// scale for all channels.
  media::ImageTransform Transform() const;
};

/// Who learns, who chooses the epoch that is kept, and who judges the result: places of the usable items, no
/// group torn apart. Where the user marked items as validation and others as test, those choose and these
/// judge. Otherwise the judges are what is marked, else a stratified fifth; choosers are a stratified tenth
/// of the rest where classes have 20 items on average, else nobody.
struct Parts {
  std::vector<size_t> learners;
  std::vector<size_t> choosers;
  std::vector<size_t> judges;
};
Parts Divide(const std::vector<dataset::FrozenItem>& items, const std::vector<char>& usable, size_t classes,
             uint64_t seed);

}  // namespace easel::training
