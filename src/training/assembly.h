#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "training/head.h"
#include "training/scaling.h"
#include "training/view.h"

namespace easel::training {

/// A view that the model takes, with its network and the layout of its features.
struct ModelView {
  View view;
  const Backbone* backbone = nullptr;   ///< not owned
  std::vector<FeatureBlock> blocks;

  int64_t size() const;                 ///< of its feature vector
};

/// The layouts of the views' features.
std::vector<std::vector<FeatureBlock>> BlocksOf(const std::vector<ModelView>& views);

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
