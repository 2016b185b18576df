#include "dataset/boxes/json_elements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::array<std::string_view, 1> kSkipped = {"big"};

Result<std::vector<std::string>> ReadAll(const Pieces& pieces) {
  std::vector<std::string> out;
  EASEL_TRY(ReadJsonElements(pieces, "a.json", kSkipped,
                             [&](std::string_view section, const json::value& value) -> Status {
                               out.push_back(std::string(section) + ":" + json::serialize(value));
                               return {};
                             }));
  return out;
}

Result<std::vector<std::string>> ReadAll(std::string_view text) { return ReadAll(OnePiece(text)); }

std::string Refusal(std::string_view text) {
  const auto elements = ReadAll(text);
  if (elements) return "";
  EXPECT_EQ(elements.error().code, "label-file-invalid");
  EXPECT_EQ(elements.error().item, "a.json");
  return elements.error().message.en;
}

TEST(ReadJsonElements, GivesTheElementsOfAnObjectsLists) {
  const auto elements = ReadAll(
      R"({"info":{"a":[1,{"b":2}]},"n":5,"images":[{"id":1,"x":[]},7,["y",[]]],"none":[],"more":[{"id":-2.5}]})");
  ASSERT_TRUE(elements);
  EXPECT_THAT(*elements, ElementsAre(R"(info:{"a":[1,{"b":2}]})", "n:5", R"(images:{"id":1,"x":[]})",
                                     "images:7", R"(images:["y",[]])", R"(more:{"id":-2.5E0})"));
}

TEST(ReadJsonElements, GivesTheElementsOfAList) {
  const auto elements = ReadAll(R"([{"a":{"b":[true,null]}},[1],"c"])");
  ASSERT_TRUE(elements);
  EXPECT_THAT(*elements, ElementsAre(R"(:{"a":{"b":[true,null]}})", ":[1]", R"(:"c")"));
}

TEST(ReadJsonElements, LeavesSkippedMembersOut) {
  const auto elements = ReadAll(
      R"({"l":[{"big":[[1,2],{"big":3}],"a":1},{"a":{"big":"x","c":2},"big":{}}],"m":{"big":1,"d":[]}})");
  ASSERT_TRUE(elements);
  EXPECT_THAT(*elements, ElementsAre(R"(l:{"a":1})", R"(l:{"a":{"c":2}})", R"(m:{"d":[]})"));
}

TEST(ReadJsonElements, ReadsPythonsNumbersAsNullButNotInTexts) {
  const auto elements = ReadAll(R"([NaN,-Infinity,Infinity,-1e-5,"NaN \" -Infinity \\",true])");
  ASSERT_TRUE(elements) << elements.error().message.en;
  EXPECT_THAT(*elements,
              ElementsAre(":null", ":null", ":null", ":-1E-5", R"(:"NaN \" -Infinity \\")", ":true"));
}

TEST(ReadJsonElements, ReadsTheSameInPiecesOfAnySize) {
  const std::string text =
      "\xEF\xBB\xBF"
      R"({"images":[{"id":12345,"name":"猫\u732b\n","f":-1.5e3,"big":{"x":"y"}},NaN,-Infinity,false]})";
  const auto whole = ReadAll(text);
  ASSERT_TRUE(whole) << whole.error().message.en;
  ASSERT_EQ(whole->size(), 4u);
  for (size_t size = 3; size <= text.size(); ++size) {
    size_t at = 0;
    const auto elements = ReadAll([&]() -> Result<std::string_view> {
      const std::string_view piece = std::string_view(text).substr(std::min(at, text.size()), size);
      at += size;
      return piece;
    });
    ASSERT_TRUE(elements) << size << elements.error().message.en;
    EXPECT_EQ(*elements, *whole) << size;
  }
}

TEST(ReadJsonElements, RefusesWhatIsNotJsonOrTruncated) {
  EXPECT_THAT(Refusal(""), HasSubstr("not valid JSON"));
  EXPECT_THAT(Refusal("<annotation/>"), HasSubstr("not valid JSON"));
  EXPECT_THAT(Refusal("7"), HasSubstr("must hold an object or a list"));
  EXPECT_THAT(Refusal("[1,2] 3"), HasSubstr("not valid JSON"));
  EXPECT_THAT(Refusal("[\"\xff\"]"), HasSubstr("not valid JSON"));
  EXPECT_THAT(Refusal(std::string(100, '[')), HasSubstr("not valid JSON"));
  const std::string text = R"({"a":[{"b":"c"}]})";
  for (size_t size = 0; size < text.size(); ++size) EXPECT_NE(Refusal(text.substr(0, size)), "") << size;
}

TEST(ReadJsonElements, RefusesAnElementThatGrowsBeyondItsLimit) {
  std::string text = "[[";
  while (text.size() < (size_t{8} << 20)) text += "1,";
  EXPECT_THAT(Refusal(text), HasSubstr("too large"));
}

}  // namespace
}  // namespace easel::dataset
