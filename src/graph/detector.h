#pragma once

#include <array>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "graph/graph.h"

namespace easel::graph {

/// Logarithms in a detector's maps count up to this: e⁸ cells are beyond any picture.
inline constexpr float kMaxLogarithm = 8;

/// One map of a detector.
struct DetectorLevel {
  /// Width and height of each anchor in shares of the network's input; none: the detector has no anchors.
  std::vector<std::array<float, 2>> anchors;

  bool operator==(const DetectorLevel&) const = default;
};

/// What the maps that a detector's graph gives mean, and what becomes of the boxes. A map is [1, H, W, C]:
/// its cells divide the picture evenly. Without anchors a cell has `classes` logits, whose sigmoids are the
/// scores, and the logarithms of the distances from its middle to the left, top, right and bottom edge of the
/// box, in sizes of the cell (Tian et al., FCOS, arXiv:1904.01355). With A anchors it has A times that, and
/// instead of distances how far the box's middle lies to the right of and below that of the cell, in sizes of
/// the anchor, and the logarithms of its width and height as multiples of the anchor's (Liu et al., SSD,
/// arXiv:1512.02325).
struct Detector {
  std::vector<DetectorLevel> levels;  ///< one per output of the graph
  float min_score = 0.05F;            ///< lower ones are no boxes, in (0, 1)
  float overlap = 0.6F;    ///< of two boxes of a class that overlap by more, the better one stays, in [0, 1]
  int max_boxes = 100;     ///< the best ones of a picture
  float threshold = 0.5F;  ///< recommended: boxes with lower scores are not shown, in [0, 1]

  /// Numbers per cell of a map.
  static int64_t ChannelsOf(const DetectorLevel& level, size_t classes);

  json::object ToJson() const;
  /// kBadInput "detector-invalid".
  static Result<Detector> FromJson(const json::object& object);
  bool operator==(const Detector&) const = default;
};

/// Whether the outputs of the graph are maps as the detector describes them; kBadInput "detector-invalid".
Status CheckDetector(const Detector& detector, const Graph& graph, size_t classes);

}  // namespace easel::graph
