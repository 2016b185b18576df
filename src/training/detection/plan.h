#pragma once

#include <string>
#include <vector>

#include "base/options.h"
#include "dataset/types.h"
#include "media/transform/image_transform.h"

namespace easel::training {

/// Everything that decides what a detector's training makes of given data: the options with what was left
/// open filled in.
struct DetectionPlan {
  std::string network;   ///< "efficientnet-lite0" …, "mobilenet-ssd"
  bool is_full = false;  ///< the backbone learns as well
  int width = 0;         ///< of the network's picture
  int height = 0;
  int views = 0;   ///< of each picture, that are cached
  int epochs = 0;  ///< at most: a time limit may allow fewer
  double rate = 0;
  double mosaics = 0;  ///< share of the views
  uint64_t seed = 0;

  /// From the values of DetectionOptions(). The picture has the proportions that the data have in the middle,
  /// between 1:2 and 2:1, in multiples of 32, and the more pixels the more time there is.
  static DetectionPlan From(const OptionValues& options, const dataset::FrozenVersion& version);

  media::ImageTransform Transform() const;
  json::object ToJson() const;
};

/// Who learns and who judges: places of usable items. Judges are those that the user marked as validation or
/// test; where nothing is, a fifth of all, groups whole: even of pictures marked for training, or nobody
/// could judge.
struct DetectionParts {
  std::vector<size_t> learners;
  std::vector<size_t> judges;
};
DetectionParts DivideBoxed(const std::vector<dataset::FrozenItem>& items, const std::vector<char>& usable,
                           uint64_t seed);

}  // namespace easel::training
