#pragma once

#include <cstdint>
#include <vector>

#include "dataset/types.h"

namespace easel::dataset {

/// Assigns each item a fold in [0, folds): stratified by label, groups whole, balanced, decided by `seed` and
/// the items' hashes only (not by their order). Where every group is one item, the items of a class per fold
/// differ by one at most. Of a recording with segments these are counted (LabelsOf).
std::vector<int> StratifiedFolds(const std::vector<FrozenItem>& items, int folds, uint64_t seed);

}  // namespace easel::dataset
