#pragma once

#include <span>
#include <vector>

#include "graph/detector.h"
#include "graph/graph.h"

namespace easel::runtime {

/// A box that was found, in shares of the picture's sides: left and top from its top-left corner; all of it
/// lies in the picture.
struct Detection {
  int label = 0;
  float score = 0;
  float left = 0;
  float top = 0;
  float width = 0;
  float height = 0;

  bool operator==(const Detection&) const = default;
};

/// One output of a detector's graph. Not owned.
struct DetectorMap {
  graph::Shape shape;  ///< [1, H, W, C]
  std::span<const float> values;
};

/// What the maps say, before any box is removed for another's sake: the best kMaxCandidates by falling score,
/// in the order of the maps where scores are equal. `detector` must fit the maps (graph::CheckDetector).
inline constexpr size_t kMaxCandidates = 1000;
std::vector<Detection> Decode(const graph::Detector& detector, size_t classes,
                              std::span<const DetectorMap> maps);

/// Greedy non-maximum suppression: from the best score down, a box goes when one of its label that stayed
/// overlaps it by more than `overlap` (intersection over union). `candidates` by falling score. Keeps `count`
/// at most.
std::vector<Detection> Suppress(std::span<const Detection> candidates, float overlap, size_t count);

/// Both: the boxes that a detector's graph found, out of its outputs.
std::vector<Detection> BoxesOf(const graph::Detector& detector, size_t classes, const graph::Graph& graph,
                               std::span<const std::vector<float>> outputs);

}  // namespace easel::runtime
