#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "training/detection/views.h"

namespace easel::training {

/// A corner or the middle of something, in shares of the picture.
struct Point {
  float x;
  float y;
};

/// What a detector says of a picture: for each of N places where it may find a box.
struct Findings {
  std::span<const Point> middles;  ///< N, of the cells
  size_t finest;                   ///< places of the finest map, which are the first ones
  std::span<const float> scores;   ///< N × classes, in [0, 1]
  std::span<const float> corners;  ///< N × 4: left, top, right, bottom
  size_t classes;
};

/// A place that answers for a box.
struct Answer {
  size_t place;
  size_t box;     ///< its index
  float quality;  ///< the score that the place should promise, in (0, 1]
};

/// Which places answer for which of the boxes, by how well they already do: at most ten for a box, of those
/// whose middle it holds, the best by score × overlap⁶ (task-aligned assignment, Feng et al.,
/// arXiv:2108.07755). A box between the middles of the finest cells is left to the nearest one. A place that
/// several boxes want takes the one that it overlaps most. In the order of the places.
std::vector<Answer> AssignPlaces(const Findings& findings, std::span<const ViewBox> boxes);

/// Whether a point lies in a box, its edge not counted.
bool IsInside(Point point, const ViewBox& box);

}  // namespace easel::training
