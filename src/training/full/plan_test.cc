#include "training/full/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/json.h"
#include "training/options.h"

namespace easel::training {
namespace {

dataset::FrozenVersion Version(int items, int classes, int side) {
  dataset::FrozenVersion version;
  for (int c = 0; c < classes; ++c) version.classes.push_back(std::to_string(c));
  for (int i = 0; i < items; ++i) {
    version.items.push_back({.hash = Sha256(std::to_string(i)),
                             .label = i % classes,
                             .group = i / (2 * classes),
                             .width = side,
                             .height = side / 2});
  }
  return version;
}

FullPlan Plan(json::object options, const dataset::FrozenVersion& version) {
  options["mode"] = "full";
  return FullPlan::From(OptionValues::Parse(TrainOptions(), options).value(), version);
}

Parts DivideAll(const dataset::FrozenVersion& version) {
  return Divide(version.items, std::vector<char>(version.items.size(), 1), version.classes.size(), 1);
}

TEST(FullPlan, WhatIsLeftOpenFollowsFromTheStartAndThePictures) {
  const dataset::FrozenVersion small = Version(100, 2, 28);
  EXPECT_EQ(Plan({}, small).network, "efficientnet-lite0");
  EXPECT_EQ(Plan({}, small).start, "shipped");
  EXPECT_EQ(Plan({}, small).epochs, 10);
  EXPECT_EQ(Plan({{"start", "nothing"}}, small).network, "resnet-18");
  EXPECT_EQ(Plan({{"network", "resnet-50"}}, small).start, "nothing");
  EXPECT_EQ(Plan({{"start", "nothing"}}, small).epochs, 300);
  EXPECT_EQ(Plan({{"start", "nothing"}}, small).side, 32);
  EXPECT_EQ(Plan({}, Version(100, 2, 4000)).side, 224);
  EXPECT_EQ(Plan({{"side", 160}, {"epochs", 3}}, small).side, 160);
}

TEST(FullPlan, AnotherProcessReadsTheSamePlan) {
  const FullPlan plan = Plan({{"start", "nothing"},
                              {"rate", 0.07},
                              {"augment", "strong"},
                              {"precision", "mixed"},
                              {"balance", "weights"}},
                             Version(101, 2, 64));
  ASSERT_FALSE(plan.class_weights.empty());
  const json::value text = ParseJson(CanonicalJson(plan.ToJson()), "plan").value();
  EXPECT_EQ(CanonicalJson(FullPlan::FromJson(text.as_object())->ToJson()), CanonicalJson(plan.ToJson()));
}

TEST(Divide, EveryItemHasOnePartAndGroupsStayWhole) {
  const dataset::FrozenVersion version = Version(400, 4, 64);
  const Parts parts = DivideAll(version);
  std::set<size_t> all;
  std::map<int, std::set<int>> parts_of_group;
  const std::vector<const std::vector<size_t>*> lists = {&parts.learners, &parts.choosers, &parts.judges};
  for (int part = 0; part < 3; ++part) {
    for (const size_t i : *lists[static_cast<size_t>(part)]) {
      EXPECT_TRUE(all.insert(i).second);
      parts_of_group[version.items[i].group].insert(part);
    }
  }
  EXPECT_EQ(all.size(), version.items.size());
  for (const auto& [group, found] : parts_of_group) EXPECT_EQ(found.size(), 1U) << group;
  EXPECT_NEAR(static_cast<double>(parts.judges.size()), 80, 16);
  EXPECT_NEAR(static_cast<double>(parts.choosers.size()), 32, 16);
}

TEST(Divide, TheUsersMarksDecideWhoJudges) {
  dataset::FrozenVersion version = Version(400, 4, 64);
  for (size_t i = 0; i < 40; ++i) version.items[i].split = store::Split::kValidation;
  std::vector<size_t> first(40);
  std::iota(first.begin(), first.end(), size_t{0});
  EXPECT_EQ(DivideAll(version).judges, first);
  EXPECT_FALSE(DivideAll(version).choosers.empty());
  version.items[399].split = store::Split::kTest;
  EXPECT_EQ(DivideAll(version).judges, std::vector<size_t>{399});
  EXPECT_EQ(DivideAll(version).choosers, first);
}

TEST(Divide, FewPicturesAreAllLearntFrom) { EXPECT_TRUE(DivideAll(Version(40, 4, 64)).choosers.empty()); }

}  // namespace
}  // namespace easel::training
