#include "training/options.h"

#include <gtest/gtest.h>

namespace easel::training {
namespace {

std::vector<std::string> Names(const char* given) {
  return OtherProjects(OptionValues::Parse(TrainOptions(), {{"other-from", given}}).value());
}

TEST(OtherProjects, AreSeparatedByCommas) {
  EXPECT_EQ(Names("cars"), (std::vector<std::string>{"cars"}));
  EXPECT_EQ(Names(" old cars , 鞋子,,"), (std::vector<std::string>{"old cars", "鞋子"}));
  EXPECT_TRUE(Names("").empty());
}

}  // namespace
}  // namespace easel::training
