#include "server/http/url.h"

#include <gtest/gtest.h>

namespace easel::server::http {
namespace {

TEST(DecodePercent, DecodesUtf8) {
  EXPECT_EQ(DecodePercent("%E9%9E%8B+%2f", false), "鞋+/");
  EXPECT_EQ(DecodePercent("a+b", true), "a b");
  EXPECT_EQ(DecodePercent("", true), "");
}

TEST(DecodePercent, RefusesWhatIsNoText) {
  for (const char* text :
       {"%", "%4", "%g1", "a%", "%00", "%ff", "%c0%af", "%ed%a0%80", "%f5%80%80%80", "%e9%9e"}) {
    EXPECT_FALSE(DecodePercent(text, false)) << text;
  }
}

TEST(EncodePercent, IsUndoneByDecoding) {
  const std::string text = "a b/鞋?&=#%+~.";
  EXPECT_EQ(EncodePercent("鞋 1.zip"), "%E9%9E%8B%201.zip");
  EXPECT_EQ(DecodePercent(EncodePercent(text), false), text);
  EXPECT_EQ(DecodePercent(EncodePercent(text), true), text);
}

TEST(ParseForm, ReadsPairs) {
  const auto parameters = ParseForm("a=1&b=x+y%26&&c&a=2&=z");
  ASSERT_TRUE(parameters);
  EXPECT_EQ(*parameters, (Parameters{{"a", "1"}, {"b", "x y&"}, {"c", ""}, {"a", "2"}, {"", "z"}}));
  EXPECT_EQ(Find(*parameters, "a"), "1");
  EXPECT_EQ(Find(*parameters, "d"), std::nullopt);
  EXPECT_FALSE(ParseForm("a=%zz"));
}

TEST(SplitPath, DecodesEachSegment) {
  EXPECT_EQ(SplitPath("/a/b%2Fc/"), (std::vector<std::string>{"a", "b/c", ""}));
  EXPECT_EQ(SplitPath("/../%2e%2e"), (std::vector<std::string>{"..", ".."}));
  EXPECT_FALSE(SplitPath("a/b"));
  EXPECT_FALSE(SplitPath("/%00"));
}

}  // namespace
}  // namespace easel::server::http
