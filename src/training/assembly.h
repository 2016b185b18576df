#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "training/head.h"
#include "training/view.h"

namespace easel::training {

/// A view that the model takes, with its network and the layout of its features.
struct ModelView {
  View view;
  const Backbone* backbone = nullptr;   ///< not owned
  std::vector<FeatureBlock> blocks;

  int64_t size() const;                 ///< of its feature vector
};

/// How features are prepared for the head: centred, and each layer's block scaled so that the mean squared norm of a row
/// is 1 in total: every view has the same share of it, half of that for the network's head and half for the layers
/// below. Folded into the head when the model is assembled, so that the model has no such step.
struct Scaling {
  Eigen::RowVectorXf mean;
  Eigen::RowVectorXf scale;   ///< per feature; equal within a block

  /// From the rows of `features`, whose columns are the views' blocks one after the other.
  static Scaling Of(const Matrix& features, const std::vector<ModelView>& views);
  Matrix Apply(const Matrix& features) const;
};

/// The graph's input for a view: "picture0", "picture1", …
std::string InputName(size_t view);

/// The whole model: every view's input → features → head → probabilities. Also the names of the values at which cached
/// features can resume it, in the order of the views.
struct AssembledModel {
  graph::Graph graph;
  std::vector<std::string> feature_names;
};
AssembledModel Assemble(const std::vector<ModelView>& views, const Scaling& scaling, const LinearHead& head);

/// The same model from its features on: one input per view.
graph::Graph AssembleTail(const std::vector<ModelView>& views, const Scaling& scaling, const LinearHead& head);

}  // namespace easel::training
