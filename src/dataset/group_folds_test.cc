#include "dataset/group_folds.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/random.h"

namespace easel::dataset {
namespace {

FrozenItem Item(int label, int group, const std::string& source) {
  static int next = 0;
  return {.hash = Sha256("item " + std::to_string(next++)), .label = label, .group = group, .source = source};
}

/// `each` items of every class from every speaker.
std::vector<FrozenItem> Spoken(int speakers, int classes, int each) {
  std::vector<FrozenItem> items;
  for (int speaker = 0; speaker < speakers; ++speaker) {
    for (int i = 0; i < classes * each; ++i) {
      items.push_back(Item(i % classes, speaker, "speaker " + std::to_string(speaker)));
    }
  }
  return items;
}

void ExpectWhole(const std::vector<FrozenItem>& items, const GroupFolds& folds) {
  std::map<int, int> fold_of_group;
  for (size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(fold_of_group.try_emplace(items[i].group, folds.fold_of[i]).first->second, folds.fold_of[i]);
    EXPECT_LT(folds.fold_of[i], folds.folds);
  }
}

TEST(FoldsOfGroups, LeaveOneGroupOutOfAFew) {
  for (int speakers = 2; speakers <= 5; ++speakers) {
    std::vector<FrozenItem> items = Spoken(speakers, 3, 4);
    items.resize(items.size() - 7);  // one speaker said less
    const GroupFolds folds = FoldsOfGroups(items, 1).value();
    EXPECT_EQ(folds.folds, speakers);
    EXPECT_TRUE(folds.one_group_each);
    ExpectWhole(items, folds);
    EXPECT_EQ(std::set<int>(folds.fold_of.begin(), folds.fold_of.end()).size(),
              static_cast<size_t>(speakers));
    EXPECT_TRUE(ClassesHeldOutWhole(items, folds.fold_of).empty());
  }
}

TEST(FoldsOfGroups, AreFiveOfMany) {
  const std::vector<FrozenItem> items = Spoken(23, 4, 3);
  const GroupFolds folds = FoldsOfGroups(items, 2).value();
  EXPECT_EQ(folds.folds, 5);
  EXPECT_FALSE(folds.one_group_each);
  ExpectWhole(items, folds);
  std::map<int, int> sizes;
  for (const int fold : folds.fold_of) ++sizes[fold];
  for (const auto& [fold, size] : sizes) EXPECT_LE(size, 5 * 12) << "of 276 items";
}

TEST(FoldsOfGroups, KeepClassesOfTwoGroupsApart) {
  // Every class has two groups of its own, very unequal: a greedy cut sees no reason to part some of them.
  Random random(7);
  for (int round = 0; round < 30; ++round) {
    std::vector<FrozenItem> items;
    for (int group = 0; group < 12; ++group) {
      for (uint64_t i = 1 + random.Below(30); i > 0; --i)
        items.push_back(Item(group / 2, group, "g" + std::to_string(group)));
    }
    const GroupFolds folds = FoldsOfGroups(items, random.Next()).value();
    ExpectWhole(items, folds);
    EXPECT_TRUE(ClassesHeldOutWhole(items, folds.fold_of).empty());
  }
}

TEST(FoldsOfGroups, SpreadItemsOfNoGroup) {
  std::vector<FrozenItem> items = Spoken(2, 2, 20);
  for (int i = 0; i < 20; ++i) items.push_back(Item(i % 2, 100 + i, ""));
  const GroupFolds folds = FoldsOfGroups(items, 3).value();
  EXPECT_EQ(folds.folds, 2);
  EXPECT_FALSE(folds.one_group_each);
  ExpectWhole(items, folds);
  EXPECT_EQ(std::count(folds.fold_of.begin() + 80, folds.fold_of.end(), 0), 10);
}

TEST(FoldsOfGroups, NeedTwoGroups) {
  EXPECT_FALSE(FoldsOfGroups({}, 1));
  EXPECT_FALSE(FoldsOfGroups(Spoken(1, 3, 9), 1)) << "one speaker only";
  EXPECT_FALSE(FoldsOfGroups({Item(0, 0, ""), Item(1, 1, ""), Item(1, 2, "")}, 1));
}

TEST(ClassesHeldOutWhole, NamesTheGroupAndSaysSo) {
  std::vector<FrozenItem> items = Spoken(3, 2, 2);
  items.push_back(Item(2, 1, "speaker 1"));
  items.push_back(Item(2, 1, "speaker 1"));
  items.push_back(Item(3, 50, ""));
  const GroupFolds folds = FoldsOfGroups(items, 4).value();
  const std::vector<HeldOutWhole> whole = ClassesHeldOutWhole(items, folds.fold_of);
  ASSERT_EQ(whole.size(), 2u);
  EXPECT_EQ(whole[0], (HeldOutWhole{2, folds.fold_of[4], "speaker 1"}));
  EXPECT_EQ(whole[1].label, 3);
  const Text text = DescribeUnclean(whole, {"a", "b", "c", "d"});
  EXPECT_EQ(text.en,
            "The split could not be made clean: all of \"c\" is of one group (speaker 1), all of \"d\" was "
            "held out at "
            "once. The model was asked for what it had not learnt.");
  EXPECT_NE(text.zh.find("“c”的全部数据都属于同一分组（speaker 1）"), std::string::npos);

  std::vector<int> always_learns = folds.fold_of;
  for (size_t i = 12; i < items.size(); ++i) always_learns[i] = -1;
  EXPECT_TRUE(ClassesHeldOutWhole(items, always_learns).empty());
}

TEST(ClassesHeldOutWhole, CountsSegments) {
  std::vector<FrozenItem> items = {Item(0, 0, "a"), Item(0, 1, "b")};
  items[0].seconds = items[1].seconds = 9;
  items[0].boxes = {{{0, 0, 1, 1}, 1}, {{2, 0, 1, 1}, 2}};
  items[1].boxes = {{{0, 0, 1, 1}, 1}};
  EXPECT_EQ(ClassesHeldOutWhole(items, {0, 1}), (std::vector<HeldOutWhole>{{2, 0, "a"}}));
}

}  // namespace
}  // namespace easel::dataset
