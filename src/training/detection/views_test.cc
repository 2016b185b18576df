#include "training/detection/views.h"

#include <gtest/gtest.h>

#include "training/detection/plan.h"
#include "training/detection/targets.h"
#include "training/options.h"

namespace easel::training {
namespace {

using dataset::FrozenBox;

TEST(BoxesIn, FollowPartAndMirror) {
  const std::vector<FrozenBox> boxes = {{{20, 10, 20, 10}, 3}};
  media::Variation variation;
  const ViewBox whole = BoxesIn(variation, boxes, 100, 50).at(0);
  EXPECT_FLOAT_EQ(whole.left, 0.2F);
  EXPECT_FLOAT_EQ(whole.top, 0.2F);
  EXPECT_FLOAT_EQ(whole.right, 0.4F);
  EXPECT_FLOAT_EQ(whole.bottom, 0.4F);
  EXPECT_EQ(whole.label, 3);
  EXPECT_FALSE(whole.ignored);
  variation.part = {0.1, 0.2, 0.5, 0.4};
  variation.flip = true;
  const ViewBox part = BoxesIn(variation, boxes, 100, 50).at(0);
  EXPECT_FLOAT_EQ(part.left, 0.4F);  // 0.2 … 0.6 of the part, mirrored
  EXPECT_FLOAT_EQ(part.right, 0.8F);
  EXPECT_FLOAT_EQ(part.top, 0);
  EXPECT_FLOAT_EQ(part.bottom, 0.5F);
}

TEST(BoxesIn, WhatIsCutAwayIsIgnoredOrLeftOut) {
  media::Variation variation;
  variation.part = {0.5, 0, 0.5, 1};
  const std::vector<FrozenBox> boxes = {
      {{40, 0, 20, 10}, 0},               // half of it is to be seen
      {{33, 0, 20, 10}, 1},               // 15 %
      {{31, 0, 19.5, 10}, 2},             // less than 5 %
      {{60, 0, 20, 10}, 3, true},         // difficult
      {{60, 0, 20, 10}, 4, false, true},  // a crowd
  };
  const std::vector<ViewBox> left = BoxesIn(variation, boxes, 100, 100);
  ASSERT_EQ(left.size(), 4U);
  EXPECT_FALSE(left[0].ignored);
  EXPECT_FLOAT_EQ(left[0].left, 0);
  EXPECT_EQ(left[1].label, 1);
  EXPECT_TRUE(left[1].ignored);
  EXPECT_TRUE(left[2].ignored);
  EXPECT_TRUE(left[3].ignored);
}

TEST(WriteTargets, TakesWhatThereIsRoomFor) {
  const std::vector<ViewBox> boxes = {{0.1F, 0.2F, 0.3F, 0.4F, 5, false}, {0, 0, 1, 1, 6, true}};
  std::vector<float> target(6 * 3);
  WriteTargets(boxes, target);
  EXPECT_EQ(target,
            (std::vector<float>{5, 0, 0.1F, 0.2F, 0.3F, 0.4F, 6, 1, 0, 0, 1, 1, -1, -1, -1, -1, -1, -1}));
  target.resize(6);
  WriteTargets(boxes, target);
  EXPECT_EQ(target[0], 5);
}

dataset::FrozenVersion Version(int width, int height, int count = 100) {
  dataset::FrozenVersion version;
  version.classes = {"cell"};
  for (int i = 0; i < count; ++i) {
    dataset::FrozenItem item{.hash = Sha256(std::to_string(i)), .group = i, .width = width, .height = height};
    item.boxes = {{{1, 1, 2, 2}, 0}};
    version.items.push_back(std::move(item));
  }
  return version;
}

DetectionPlan PlanOf(const dataset::FrozenVersion& version, const json::object& options = {}) {
  return DetectionPlan::From(OptionValues::Parse(DetectionOptions(), options).value(), version);
}

TEST(DetectionPlan, ThePictureHasTheDatasProportions) {
  const DetectionPlan photos = PlanOf(Version(640, 480));
  EXPECT_EQ(photos.width, 416);
  EXPECT_EQ(photos.height, 320);
  const DetectionPlan scrolls = PlanOf(Version(100, 1000));
  EXPECT_GE(scrolls.height, 2 * scrolls.width - 64);
  EXPECT_LE(scrolls.height, 2 * scrolls.width + 64);
  EXPECT_EQ(PlanOf(Version(640, 480), {{"side", 256}}).width, 288);
}

TEST(DetectionPlan, MoreDataMeansFewerEpochs) {
  EXPECT_EQ(PlanOf(Version(64, 64, 200)).epochs, 40);
  EXPECT_EQ(PlanOf(Version(64, 64, 3)).epochs, 120);
  EXPECT_EQ(PlanOf(Version(64, 64, 2000)).epochs, 12);
  EXPECT_EQ(PlanOf(Version(64, 64, 200), {{"epochs", 5}}).epochs, 5);
}

TEST(DivideBoxed, MarkedPicturesJudgeElseAFifth) {
  dataset::FrozenVersion version = Version(64, 64, 50);
  std::vector<char> usable(50, 1);
  usable[7] = 0;
  const DetectionParts fifth = DivideBoxed(version.items, usable, 1);
  EXPECT_NEAR(static_cast<double>(fifth.judges.size()), 10, 1);
  EXPECT_EQ(fifth.judges.size() + fifth.learners.size(), 49U);
  version.items[3].split = store::Split::kValidation;
  version.items[4].split = store::Split::kTest;
  EXPECT_EQ(DivideBoxed(version.items, usable, 1).judges, (std::vector<size_t>{3, 4}));
}

}  // namespace
}  // namespace easel::training
