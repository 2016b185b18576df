#pragma once

#include <string>
#include <vector>

#include "graph/zoo/detector/pyramid.h"
#include "training/detection/plan.h"
#include "training/resources.h"

namespace easel::training {

/// A detector in two parts: what is run once for each view, and what learns.
struct DetectorParts {
  graph::Graph front;               ///< "picture" → maps; no nodes where the whole network learns
  graph::DetectorNetwork tail;      ///< maps → boxes, or "picture" → boxes
  std::vector<std::string> slowly;  ///< beginnings of names of weights that are pretrained and learn slowly
  std::string weights;              ///< hash of the pretrained weights; empty: none
};

/// Builds the plan's network with the weights that it starts from. Errors as LoadBackbone.
Result<DetectorParts> BuildDetector(const DetectionPlan& plan, size_t classes,
                                    const TrainingResources& resources);

/// The whole detector as it runs, batch normalisation folded, out of its parts when the tail has learnt.
Result<graph::Graph> Joined(const graph::Graph& front, const graph::Graph& tail);

}  // namespace easel::training
