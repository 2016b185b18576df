#pragma once

#include <vector>

#include "base/result.h"
#include "dataset/check.h"
#include "store/catalog.h"

namespace easel::dataset {

/// What Check finds about the boxes of an object detection project. At most the boxes of one picture are in
/// memory. To be called in a transaction.
Status FindBoxProblems(store::Catalog& catalog, store::ProjectId project,
                       const std::vector<store::Class>& classes, std::vector<Finding>& findings);

/// Intersection over union of two boxes.
double OverlapOf(const store::ItemBox& a, const store::ItemBox& b);

}  // namespace easel::dataset
