#include "dataset/import/easydl.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

TEST(Easydl, TakesTheFirstLabel) {
  EXPECT_EQ(ParseEasydlLabel(R"({"labels":[{"name":"猫"}]})", "1.json").value(), "猫");
  EXPECT_EQ(ParseEasydlLabel(R"({"labels":[{"name":"a","x1":1},{"name":"b"}]})", "1.json").value(), "a");
  EXPECT_EQ(ParseEasydlLabel("\xEF\xBB\xBF{\"labels\":[{\"name\":\"a\"}]}", "1.json").value(), "a");
  EXPECT_EQ(ParseEasydlLabel(R"({"labels":[]})", "1.json").value(), "") << "not labelled";
}

TEST(Easydl, NamesTheFileThatIsWrong) {
  for (const char* wrong : {"", "[]", "{}", "{\"labels\":{}}", "{\"labels\":\"cat\"}",
                            "{\"labels\":[\"cat\"]}", "{\"labels\":[{}]}", "{\"labels\":[{\"name\":3}]}",
                            "{\"labels\":[{\"name\":null}]}", "{\"labels\":[{\"name\":\"cat\"}]", "null"}) {
    const Result<std::string> label = ParseEasydlLabel(wrong, "a/1.json");
    ASSERT_FALSE(label) << wrong;
    EXPECT_EQ(label.error().code, "label-file-invalid");
    EXPECT_EQ(label.error().item, "a/1.json");
    EXPECT_FALSE(label.error().message.zh.empty());
  }
}

TEST(Easydl, IsToldFromOtherJson) {
  EXPECT_TRUE(LooksLikeEasydl(R"({"labels":3})"));
  EXPECT_FALSE(LooksLikeEasydl(R"({"images":[],"annotations":[]})"));
  EXPECT_FALSE(LooksLikeEasydl("not json"));
}

}  // namespace
}  // namespace easel::dataset
