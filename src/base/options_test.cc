#include "base/options.h"

#include <gtest/gtest.h>

namespace easel {
namespace {

const std::vector<OptionDeclaration> kOptions = {
    {.name = "seed", .type = OptionType::kInteger, .fallback = 1, .help = {"Seed.", "种子。"}, .minimum = 0, .maximum = 100},
    {.name = "time-limit", .type = OptionType::kDuration, .fallback = nullptr, .help = {"Limit.", "时限。"}, .minimum = 1},
    {.name = "mode", .type = OptionType::kChoice, .fallback = "quick", .help = {"Mode.", "模式。"}, .choices = {"quick", "slow"}},
    {.name = "epochs", .type = OptionType::kInteger, .fallback = 10, .help = {"Epochs.", "轮数。"}, .when = Condition{"mode", "slow"}},
};

TEST(Options, DefaultsAndTextsAreConverted) {
  const OptionValues values = OptionValues::Parse(kOptions, {{"seed", "7"}, {"time-limit", "2m"}}).value();
  EXPECT_EQ(values.Integer("seed"), 7);
  EXPECT_EQ(values.Number("time-limit"), 120.0);
  EXPECT_EQ(values.Text("mode"), "quick");
}

TEST(Options, AutomaticMeansNull) {
  EXPECT_FALSE(OptionValues::Parse(kOptions, {})->Has("time-limit"));
}

TEST(Options, BadValuesNameTheOption) {
  for (const json::object& bad : {json::object{{"seed", 101}}, json::object{{"seed", "x"}}, json::object{{"seed", 1.5}},
                                  json::object{{"mode", "fast"}}, json::object{{"time-limit", "0s"}}, json::object{{"sed", 1}}}) {
    const auto values = OptionValues::Parse(kOptions, bad);
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error().kind, ErrorKind::kUsage);
    EXPECT_EQ(values.error().item, std::string(bad.begin()->key()));
  }
}

TEST(Options, AnOptionOfAnotherModeIsRefused) {
  EXPECT_EQ(OptionValues::Parse(kOptions, {{"mode", "slow"}, {"epochs", 3}}).value().Integer("epochs"), 3);
  EXPECT_EQ(OptionValues::Parse(kOptions, {{"epochs", 3}}).error().item, "epochs");
  // Values that were parsed and stored, defaults included, are read back.
  EXPECT_TRUE(OptionValues::Parse(kOptions, OptionValues::Parse(kOptions, {}).value().ToJson()));
  EXPECT_EQ(DescribeOptions(kOptions, Language::kEnglish).back().at("when").at("value"), "slow");
}

TEST(Options, DurationsHaveUnits) {
  EXPECT_EQ(ParseDuration("90").value(), 90);
  EXPECT_EQ(ParseDuration("1.5h").value(), 5400);
  EXPECT_FALSE(ParseDuration("ten"));
  EXPECT_FALSE(ParseDuration(""));
  EXPECT_FALSE(ParseDuration("-3s"));
}

}  // namespace
}  // namespace easel
