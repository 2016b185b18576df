#pragma once

#include <cstddef>
#include <vector>

namespace easel::evaluation {

/// An item whose given label is probably wrong.
struct LabelError {
  size_t item = 0;    ///< index of the judged item
  int likely = 0;     ///< the class that it probably is of
  double margin = 0;  ///< score of the likely class − score of the given one, (0, 1]

  bool operator==(const LabelError&) const = default;
};

/// Confident learning (Northcutt, Jiang, Chuang, "Confident Learning: Estimating Uncertainty in Dataset
/// Labels", arXiv:1911.00068): a class's threshold is the mean score of it over the items that are labelled
/// so, its "self-confidence". An item is listed when the class that scores highest is not its own and reaches
/// that class's threshold: a mistake on a class of which the model is seldom sure needs less of a score than
/// one on a class of which it nearly always is. The largest margin first; equal ones in the order of the
/// items.
///
/// `scores[i]` has one probability per class, from a model that did not learn from item i; `labels[i]` is its
/// given class. Classes without items have no threshold and are never suspected.
std::vector<LabelError> FindLabelErrors(const std::vector<std::vector<float>>& scores,
                                        const std::vector<int>& labels);

}  // namespace easel::evaluation
