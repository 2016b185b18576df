#include "training/sound/plan.h"

#include <gtest/gtest.h>

#include "training/options.h"

namespace easel::training {
namespace {

SoundPlan Plan(std::vector<double> seconds, const json::object& options = {}) {
  return SoundPlan::From(OptionValues::Parse(SoundOptions(), options).value(), std::move(seconds));
}

TEST(SoundPlan, AWindowHoldsShortSoundsAndTheBeginningOfLongOnes) {
  EXPECT_NEAR(Plan(std::vector<double>(100, 0.61)).listening.seconds, 0.65, 1e-9);
  EXPECT_NEAR(Plan(std::vector<double>(100, 0.1)).listening.seconds, 0.25, 1e-9);
  EXPECT_NEAR(Plan(std::vector<double>(100, 1800)).listening.seconds, 2.5, 1e-9);
  // Half are short, and some have long tails.
  std::vector<double> hits(60, 0.9);
  hits.insert(hits.end(), 40, 6);
  EXPECT_NEAR(Plan(hits).listening.seconds, 1, 1e-9);
  EXPECT_NEAR(Plan(hits).listening.hop, 0.5, 1e-9);
  EXPECT_NEAR(Plan(hits, {{"window", 3}}).listening.seconds, 3, 1e-9);
}

TEST(SoundPlan, FewSoundsAreHeardMoreOften) {
  EXPECT_EQ(Plan(std::vector<double>(2000, 0.5)).epochs, 40);
  EXPECT_EQ(Plan(std::vector<double>(20, 0.5)).epochs, 120);
  EXPECT_EQ(Plan(std::vector<double>(100'000, 0.5)).epochs, 8);
  EXPECT_EQ(Plan(std::vector<double>(20, 0.5), {{"epochs", 3}}).epochs, 3);
  EXPECT_EQ(Plan(std::vector<double>(20, 0.5), {{"mode", "quick"}}).epochs, 0);
}

TEST(FramesOf, CoverTheWholeWindow) {
  for (const double seconds : {0.25, 0.7, 1.0, 2.5}) {
    const int frames = FramesOf(seconds, 16000, 400, 160);
    EXPECT_GE((frames - 1) * 160 + 400, seconds * 16000);
    EXPECT_LT((frames - 2) * 160 + 400, seconds * 16000);
  }
}

TEST(TrainOptionsOf, EveryTaskHasItsOwn) {
  EXPECT_EQ(TrainOptionsOf("sound-classification").data(), SoundOptions().data());
  EXPECT_EQ(TrainOptionsOf("object-detection").data(), DetectionOptions().data());
  EXPECT_EQ(TrainOptionsOf("image-classification").data(), TrainOptions().data());
}

}  // namespace
}  // namespace easel::training
