#pragma once

#include <cstdint>
#include <span>

#include "graph/detector.h"
#include "graph/graph.h"

namespace easel::graph {

/// A detector, or the part of one that learns, with its weights initialised; batch normalisation is not
/// folded yet.
struct DetectorNetwork {
  Graph graph;
  Detector detector;
};

struct PyramidOptions {
  int64_t channels = 64;  ///< of all maps of the pyramid
  int depth = 2;          ///< layers in front of each level's predictions
  uint64_t seed = 1;
};

/// The neck and the head of Easel's light detector, on maps of a backbone that halve in size from one to the
/// next, the largest first: a pyramid of depthwise separable convolutions, down and up again (Liu et al.,
/// PANet, arXiv:1803.01534, with sums as in BiFPN, arXiv:1911.09070, and windows of 5 as in PP-PicoDet,
/// arXiv:2111.00902), and at each level an anchor-free head. Inputs "map0" … of `maps`, outputs "boxes0" … .
/// Misuse is a bug and throws std::logic_error.
DetectorNetwork BuildPyramid(std::span<const Shape> maps, size_t classes, const PyramidOptions& options);

}  // namespace easel::graph
