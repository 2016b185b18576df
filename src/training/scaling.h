#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "training/head.h"

namespace easel::training {

/// The parts of a view's feature vector: one per layer, in order; a head scales each on its own.
struct FeatureBlock {
  std::string layer;
  int64_t size = 0;
};

/// How features are prepared for the head: centred, and each layer's block scaled so that the mean squared norm of a row
/// is 1 in total: every view has the same share of it, half of that for the network's head and half for the layers
/// below. Folded into the head when the model is assembled, so that the model has no such step.
struct Scaling {
  Eigen::RowVectorXf mean;
  Eigen::RowVectorXf scale;   ///< per feature; equal within a block

  /// From the rows of `features`, whose columns are the blocks of the views one after the other.
  static Scaling Of(const Matrix& features, const std::vector<std::vector<FeatureBlock>>& views);
  Matrix Apply(const Matrix& features) const;
};

/// Joins the views' features, [1, D] each, and applies the head with the scaling folded into it: logits [1, classes].
graph::ValueId BuildLogits(graph::GraphBuilder& builder, const std::vector<graph::ValueId>& features,
                           const Scaling& scaling, const LinearHead& head);

}  // namespace easel::training
