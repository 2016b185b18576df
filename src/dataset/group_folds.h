#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "dataset/types.h"

namespace easel::dataset {

/// Folds that show how a model does on groups (FrozenItem::source: speakers, machines) that it never met.
struct GroupFolds {
  int folds = 0;
  std::vector<int> fold_of;     ///< by item, in [0, folds)
  bool one_group_each = false;  ///< leave one group out: a fold is a group, and there are no other items
};

/// How many folds there are at most.
inline constexpr int kMostGroupFolds = 5;

/// Cuts the items between their groups: a fold per group where there are at most kMostGroupFolds, else that
/// many, as balanced and as clean (ClassesHeldOutWhole) as several attempts make them. No group is torn;
/// items without a source are spread. Decided by `seed` and the items' hashes only. nullopt: there are fewer
/// than two groups.
std::optional<GroupFolds> FoldsOfGroups(const std::vector<FrozenItem>& items, uint64_t seed);

/// A class that some fold holds in full, so that what learns from the others never meets it.
struct HeldOutWhole {
  int label = 0;
  int fold = 0;
  std::string source;  ///< the one group that all of it is of; empty: several, or none
  bool operator==(const HeldOutWhole&) const = default;
};

/// Why a split is not clean, by label; empty: it is. `fold_of` is by item, as of StratifiedFolds or
/// GroupFolds; items with a negative one always learn, and count as the rest.
std::vector<HeldOutWhole> ClassesHeldOutWhole(const std::vector<FrozenItem>& items,
                                              const std::vector<int>& fold_of);

/// For reports: that the split could not be made clean, and why. `whole` must not be empty.
Text DescribeUnclean(const std::vector<HeldOutWhole>& whole, const std::vector<std::string>& classes);

}  // namespace easel::dataset
