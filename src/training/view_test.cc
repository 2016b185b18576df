#include "training/view.h"

#include <gtest/gtest.h>

#include "training/plan.h"

namespace easel::training {
namespace {

TEST(ChooseInputSize, FollowsTheProportionOfMostPictures) {
  const std::vector<InputSize> phone(10, {3000, 4000});
  const InputSize size = ChooseInputSize(phone, 256);
  EXPECT_EQ(size.width, 224);
  EXPECT_EQ(size.height, 288);
}

TEST(ChooseInputSize, UprightAndLyingPicturesVoteAlike) {
  const InputSize size = ChooseInputSize({{400, 533}, {533, 400}, {711, 533}, {500, 500}}, 256);
  EXPECT_EQ(size.width, 224);
  EXPECT_EQ(size.height, 288);
}

TEST(ChooseInputSize, SquaresStaySquare) {
  const InputSize size = ChooseInputSize({{300, 300}, {310, 300}, {400, 800}}, 256);
  EXPECT_EQ(size.width, 256);
  EXPECT_EQ(size.height, 256);
}

TEST(ViewsOf, TheDefaultIsTheCheapestAndEachFollowsTheOrientation) {
  const std::vector<View> views = ViewsOf({{300, 400}});
  ASSERT_GE(views.size(), 2u);
  EXPECT_EQ(views[0].variant, 0);
  for (const View& view : views) EXPECT_TRUE(view.transform.follow_orientation);
  EXPECT_FALSE(ViewsOf({{400, 400}})[0].transform.follow_orientation);
}

TEST(TimeBudget, OnlyWhatFitsBeforeTheDeadline) {
  const TimeBudget budget{.start = 1000, .limit = 10'000};
  EXPECT_TRUE(budget.Fits(2000, 5000));
  EXPECT_FALSE(budget.Fits(2000, 7000));
  EXPECT_FALSE(TimeBudget{}.Fits(0, 1));  // without a limit the default is all
}

TEST(Features, LayersAreThoseOfTheRecipe) {
  const Backbone backbone = LoadBackbone(EASEL_WEIGHTS_DIR, 0).value();
  const FeatureGraph features = MakeFeatureGraph({0, {.width = 64, .height = 96}}, backbone);
  std::vector<std::string> layers;
  int64_t size = 0;
  for (const FeatureBlock& block : features.blocks) {
    layers.push_back(block.layer);
    size += block.size;
  }
  EXPECT_EQ(layers, (std::vector<std::string>{"blocks.10.depthwise", "blocks.11.depthwise", "blocks.12.depthwise",
                                              "blocks.13.depthwise", "blocks.14.depthwise", "blocks.15.depthwise", "head"}));
  EXPECT_EQ(size, 7232);
  EXPECT_EQ(features.size, size);
}

TEST(Features, TheCacheKeyChangesWithTheTransform) {
  const Backbone backbone = LoadBackbone(EASEL_WEIGHTS_DIR, 0).value();
  const View plain{0, {.width = 64, .height = 64}};
  View mirrored = plain;
  mirrored.transform.flip = true;
  const FeatureGraph features = MakeFeatureGraph(plain, backbone);
  EXPECT_NE(CacheKey(plain, backbone, features), CacheKey(mirrored, backbone, features));
  EXPECT_EQ(CacheKey(plain, backbone, features), CacheKey(plain, backbone, features));
}

TEST(Backbone, MissingWeightsAreSaid) {
  EXPECT_EQ(LoadBackbone("/nonexistent", 0).error().code, "weights-missing");
}

}  // namespace
}  // namespace easel::training
