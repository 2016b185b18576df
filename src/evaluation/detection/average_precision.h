#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evaluation/detection/matching.h"

namespace easel::evaluation {

/// The average of the precision at 101 recalls (0, 0.01 … 1), at each recall the best precision at it or
/// beyond: COCO's average precision. nullopt where there is nothing to find.
using AveragePrecision = std::optional<double>;

struct ClassPrecision {
  int64_t support = 0;    ///< true boxes that count
  AveragePrecision ap50;  ///< at an overlap of 0.5
  AveragePrecision ap;    ///< the mean over the overlaps 0.5, 0.55 … 0.95
};

/// The quality of a detector, whatever its threshold. Means are over the classes that have something to find.
/// All is equal to pycocotools (bounding boxes, maxDets 100) when an annotation's area there is that of its
/// box; pictures in the order of their ids.
struct DetectionMetrics {
  AveragePrecision map50;
  AveragePrecision map;        ///< 0.5 … 0.95
  AveragePrecision map_small;  ///< the same for objects of up to 32², 96² and more square pixels
  AveragePrecision map_medium;
  AveragePrecision map_large;
  std::vector<ClassPrecision> per_class;
};

/// Labels are in [0, classes); scores are numbers, not NaN.
DetectionMetrics MeasureDetection(std::span<const JudgedPicture> pictures, int classes);

}  // namespace easel::evaluation
