#pragma once

#include "base/result.h"
#include "graph/zoo/detector/pyramid.h"

namespace easel::graph {

/// The classic light detector: MobileNet v1 (Howard et al., arXiv:1704.04861) under SSD's head (Liu et al.,
/// arXiv:1512.02325) with six maps of 19 × 19 to 1 × 1 for a picture of 300 × 300, and 1 × 1 convolutions for
/// predictions. Each class has a sigmoid, there is no class for the background. Input "picture"; constants of
/// the backbone are called as in BuildNetwork("mobilenet-v1").
Result<DetectorNetwork> BuildMobilenetSsd(size_t classes, uint64_t seed);

inline constexpr int kSsdSide = 300;  ///< pixels of its square picture

}  // namespace easel::graph
