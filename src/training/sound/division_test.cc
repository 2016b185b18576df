#include "training/sound/division.h"

#include <gtest/gtest.h>

#include <set>

#include "training/sound/test_sounds.h"

namespace easel::training {
namespace {

using testing::Sounds;

TEST(SoundDivision, WhatIsLeftOfOneGroupIsCutByRecordings) {
  Sounds sounds;
  sounds.Add(2, 5, 0.3);
  for (dataset::FrozenItem& item : sounds.version().items) {
    if (item.group == 1) item.split = store::Split::kTest;
  }
  NoProgress progress;
  const TrainingResources resources = sounds.Resources(2);
  const auto clips = Clips::Load(sounds.version(), 1 << 20, resources, progress);
  ASSERT_TRUE(clips);
  const auto division = SoundDivision::Of(sounds.version(), *clips, 1000, 1);
  ASSERT_TRUE(division) << division.error().message.en;
  EXPECT_EQ(division->judges.size(), 15U);
  EXPECT_EQ(division->learners.size(), 15U);
  EXPECT_EQ(std::set<int>(division->folds.begin(), division->folds.end()), (std::set<int>{0, 1, 2, 3, 4}));
}

}  // namespace
}  // namespace easel::training
