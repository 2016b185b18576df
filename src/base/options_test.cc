#include "base/options.h"

#include <gtest/gtest.h>

namespace easel {
namespace {

const std::vector<OptionDeclaration> kOptions = {
    {.name = "seed", .type = OptionType::kInteger, .fallback = 1, .help = {"Seed.", "种子。"}, .minimum = 0, .maximum = 100},
    {.name = "time-limit", .type = OptionType::kDuration, .fallback = nullptr, .help = {"Limit.", "时限。"}, .minimum = 1},
    {.name = "mode", .type = OptionType::kChoice, .fallback = "quick", .help = {"Mode.", "模式。"}, .choices = {"quick", "slow"}},
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

TEST(Options, DurationsHaveUnits) {
  EXPECT_EQ(ParseDuration("90").value(), 90);
  EXPECT_EQ(ParseDuration("1.5h").value(), 5400);
  EXPECT_FALSE(ParseDuration("ten"));
  EXPECT_FALSE(ParseDuration(""));
  EXPECT_FALSE(ParseDuration("-3s"));
}

}  // namespace
}  // namespace easel
