#include "dataset/folds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/random.h"

namespace easel::dataset {
namespace {

std::vector<FrozenItem> RandomItems(Random& random, int classes, int groups, uint64_t largest_group) {
  std::vector<FrozenItem> items;
  for (int group = 0; group < groups; ++group) {
    const int label = static_cast<int>(random.Below(static_cast<uint64_t>(classes)));
    for (uint64_t i = random.Below(largest_group) + 1; i > 0; --i) {
      items.push_back({Sha256("item " + std::to_string(items.size()) + " " + std::to_string(random.Next())),
                       "", label, store::Split::kAuto, group});
    }
  }
  return items;
}

/// counts[label][fold]
std::map<int, std::vector<int>> CountPerFold(const std::vector<FrozenItem>& items,
                                             const std::vector<int>& folds, int k) {
  std::map<int, std::vector<int>> counts;
  for (size_t i = 0; i < items.size(); ++i) {
    auto& row = counts[items[i].label];
    row.resize(static_cast<size_t>(k));
    ++row[static_cast<size_t>(folds[i])];
  }
  return counts;
}

TEST(StratifiedFolds, ClassesDifferByOneAtMostWhereItemsStandAlone) {
  Random random(3);
  for (int round = 0; round < 50; ++round) {
    const int k = 2 + static_cast<int>(random.Below(9));
    const auto items = RandomItems(random, 1 + static_cast<int>(random.Below(7)), 120, 1);
    const std::vector<int> folds = StratifiedFolds(items, k, random.Next());
    for (const auto& [label, row] : CountPerFold(items, folds, k)) {
      EXPECT_LE(std::ranges::max(row) - std::ranges::min(row), 1)
          << "class " << label << ", " << k << " folds";
    }
    std::vector<int> sizes(static_cast<size_t>(k));
    for (const int fold : folds) ++sizes[static_cast<size_t>(fold)];
    EXPECT_LE(std::ranges::max(sizes) - std::ranges::min(sizes), 2);
  }
}

TEST(StratifiedFolds, KeepsGroupsWholeAndBalanced) {
  Random random(4);
  for (int round = 0; round < 50; ++round) {
    const auto items = RandomItems(random, 3, 150, 4);
    const std::vector<int> folds = StratifiedFolds(items, 5, random.Next());
    std::map<int, int> fold_of_group;
    for (size_t i = 0; i < items.size(); ++i) {
      EXPECT_EQ(fold_of_group.try_emplace(items[i].group, folds[i]).first->second, folds[i]);
    }
    for (const auto& [label, row] : CountPerFold(items, folds, 5)) {
      EXPECT_LE(std::ranges::max(row) - std::ranges::min(row), 4) << "no more than the largest group";
      EXPECT_GT(std::ranges::min(row), 0) << "every class in every fold";
    }
  }
}

TEST(StratifiedFolds, DependsOnSeedAndHashesOnly) {
  Random random(5);
  std::vector<FrozenItem> items = RandomItems(random, 4, 100, 3);
  const std::vector<int> folds = StratifiedFolds(items, 5, 9);
  std::map<Hash, int> by_hash;
  for (size_t i = 0; i < items.size(); ++i) by_hash[items[i].hash] = folds[i];
  random.Shuffle(std::span(items));
  for (FrozenItem& item : items) item.group += 1000;
  const std::vector<int> again = StratifiedFolds(items, 5, 9);
  for (size_t i = 0; i < items.size(); ++i) EXPECT_EQ(again[i], by_hash.at(items[i].hash));
  EXPECT_NE(StratifiedFolds(items, 5, 10), again);
}

}  // namespace
}  // namespace easel::dataset
