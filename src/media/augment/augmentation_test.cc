#include "media/augment/augmentation.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace easel::media {
namespace {

constexpr std::string_view kTask = "image-classification";

OptionValues Parsed(const json::object& given) {
  return OptionValues::Parse(AugmentationOptions(), given).value();
}

TEST(Augmentation, SurvivesJson) {
  for (const Augmentation& policy : {Augmentation{}, Augmentation::Light(), Augmentation::Strong()}) {
    EXPECT_EQ(Augmentation::FromJson(policy.ToJson()), policy);
    const auto read = ParseJson(json::serialize(policy.ToJson()), "policy");
    EXPECT_EQ(Augmentation::FromJson(read->as_object()), policy);
  }
  EXPECT_EQ(Augmentation::FromJson({}), Augmentation{});
  EXPECT_EQ(Augmentation::FromJson({{"rotation", 30}}), Augmentation{.rotation = 30});
}

TEST(Augmentation, RefusesJsonThatItCannotDo) {
  const auto error_with = [](std::string_view member, json::value value) {
    json::object object = Augmentation::Light().ToJson();
    object[member] = std::move(value);
    const auto read = Augmentation::FromJson(object);
    return read ? "accepted" : read.error().code + " " + read.error().item;
  };
  for (const auto& member : Augmentation{}.ToJson()) {
    const std::string named = "augmentation-invalid " + std::string(member.key());
    EXPECT_EQ(error_with(member.key(), -0.001), named);
    EXPECT_EQ(error_with(member.key(), 180.001), named);
    EXPECT_EQ(error_with(member.key(), "0.5"), named);
    EXPECT_EQ(error_with(member.key(), nullptr), named);
    EXPECT_EQ(error_with(member.key(), 1e300), named);
  }
  EXPECT_EQ(error_with("crop", 1), "augmentation-invalid crop");
  EXPECT_EQ(error_with("erasing_area", 0.01), "augmentation-invalid erasing_area");
  EXPECT_EQ(error_with("sharpen", 0), "augmentation-invalid sharpen");
  EXPECT_EQ(Augmentation::FromJson({{"flip", 2}}).error().kind, ErrorKind::kBadInput);
}

TEST(Augmentation, IsStrongerForFewerPictures) {
  EXPECT_EQ(Augmentation::For(kTask, 0), Augmentation::Strong());
  EXPECT_EQ(Augmentation::For(kTask, 299), Augmentation::Strong());
  EXPECT_EQ(Augmentation::For(kTask, 300), Augmentation::Light());
  EXPECT_EQ(Augmentation::For(kTask, 9'999), Augmentation::Light());
  EXPECT_EQ(Augmentation::For(kTask, 10'000), Augmentation{});
}

TEST(Augmentation, MovesNothingInTasksThatItDoesNotKnow) {
  const Augmentation policy = Augmentation::For("object-detection", 10);
  EXPECT_EQ(policy.brightness, Augmentation::Strong().brightness);
  EXPECT_EQ(policy.blur, Augmentation::Strong().blur);
  for (const double moving : {policy.crop, policy.stretch, policy.flip, policy.flip_vertical, policy.rotation,
                              policy.erasing, policy.mixup, policy.cutmix}) {
    EXPECT_EQ(moving, 0);
  }
}

TEST(AugmentationOptions, EveryStrengthIsAnOptionAndExplained) {
  const auto options = AugmentationOptions();
  const json::object members = Augmentation{}.ToJson();
  ASSERT_EQ(options.size(), members.size() + 1);
  EXPECT_EQ(options[0].name, "augment");
  for (const OptionDeclaration& option : options) {
    EXPECT_TRUE(option.name.starts_with("augment"));
    EXPECT_FALSE(option.help.en.empty());
    EXPECT_FALSE(option.help.zh.empty());
  }
}

TEST(AugmentationOptions, ChooseAPolicyAndReplaceStrengths) {
  EXPECT_EQ(AugmentationFrom(Parsed({}), kTask, 1000), Augmentation::Light());
  EXPECT_EQ(AugmentationFrom(Parsed({}), kTask, 10), Augmentation::Strong());
  EXPECT_EQ(AugmentationFrom(Parsed({{"augment", "none"}}), kTask, 10), Augmentation{});
  EXPECT_EQ(AugmentationFrom(Parsed({{"augment", "light"}}), "other", 10), Augmentation::Light());
  EXPECT_EQ(AugmentationFrom(Parsed({{"augment", "strong"}}), kTask, 1'000'000), Augmentation::Strong());

  Augmentation expected = Augmentation::Strong();
  expected.flip = 0;
  expected.erasing_area = 0.5;
  EXPECT_EQ(
      AugmentationFrom(Parsed({{"augment", "strong"}, {"augment-flip", 0}, {"augment-erasing-area", "0.5"}}),
                       kTask, 9),
      expected);
}

TEST(AugmentationOptions, RefuseWhatIsOutOfBounds) {
  const auto refused = OptionValues::Parse(AugmentationOptions(), {{"augment-rotation", 181}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().item, "augment-rotation");
}

}  // namespace
}  // namespace easel::media
