#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"

namespace easel::training {

/// Two classifiers as one: scores = softmax(first · a + second · b), a and b being the same for all classes.
struct Combination {
  double first = 1;
  double second = 0;
  double loss = 0;  ///< mean cross entropy of the items that it was chosen by

  /// Chosen on items that neither has learnt from, by cross entropy; on a grid, so that few items do not lead
  /// astray. The second is left out unless both together are better than the first alone by two standard
  /// errors of the difference. `first` and `second`: per item the log scores (up to a constant) per class.
  static Combination Choose(const std::vector<std::vector<float>>& first,
                            const std::vector<std::vector<float>>& second, const std::vector<int>& labels);
};

/// Adds Σ weights[i] · logits[i] to a graph under construction, under this name. Every one is [1, C].
graph::ValueId BuildSum(graph::GraphBuilder& builder, const std::string& name,
                        const std::vector<graph::ValueId>& logits, const std::vector<double>& weights);

/// Adds a · first + b · second → softmax to a graph under construction. Both are [1, C].
graph::ValueId BuildCombination(graph::GraphBuilder& builder, graph::ValueId first, graph::ValueId second,
                                const Combination& combination);

}  // namespace easel::training
