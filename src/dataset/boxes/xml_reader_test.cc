#include "dataset/boxes/xml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<std::vector<XmlElement>> ReadAll(const Pieces& pieces) {
  std::vector<XmlElement> children;
  EASEL_TRY(ReadXml(pieces, "a.xml", "root", [&](const XmlElement& child) -> Status {
    children.push_back(child);
    return {};
  }));
  return children;
}

Result<std::vector<XmlElement>> ReadAll(std::string_view text) { return ReadAll(OnePiece(text)); }

std::string Refusal(std::string_view text) {
  const auto children = ReadAll(text);
  if (children) return "";
  EXPECT_EQ(children.error().code, "label-file-invalid");
  EXPECT_EQ(children.error().item, "a.xml");
  return children.error().message.en;
}

TEST(ReadXml, GivesTheRootsChildrenWithAllThatIsInThem) {
  const auto children = ReadAll(
      "<?xml version='1.0'?><!-- x --><root>\n <a k='1' l='&lt;2&#x732b;'> t<b>u</b> v </a>\n<a/></root>");
  ASSERT_TRUE(children);
  ASSERT_EQ(children->size(), 2u);
  const XmlElement& a = children->front();
  EXPECT_EQ(a.name, "a");
  EXPECT_EQ(a.Attribute("k"), "1");
  EXPECT_EQ(a.Attribute("l"), "<2猫");
  EXPECT_EQ(a.Attribute("m"), "");
  EXPECT_EQ(a.TextOf("b"), "u");
  EXPECT_EQ(a.text, "t v");
  EXPECT_EQ(a.Child("c"), nullptr);
}

TEST(ReadXml, ReadsTheSameInPiecesOfAnySize) {
  const std::string text = "<root><a k='value'>some text</a><b>猫</b></root>";
  for (size_t size = 1; size <= text.size(); ++size) {
    size_t at = 0;
    const auto children = ReadAll([&]() -> Result<std::string_view> {
      const std::string_view piece = std::string_view(text).substr(std::min(at, text.size()), size);
      at += size;
      return piece;
    });
    ASSERT_TRUE(children) << size;
    ASSERT_EQ(children->size(), 2u);
    EXPECT_EQ(children->front().text, "some text");
    EXPECT_EQ(children->back().text, "猫");
  }
}

TEST(ReadXml, RefusesEntitiesBeforeTheyMultiply) {
  std::string bomb = "<!DOCTYPE root [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + before + before + "\">";
  }
  EXPECT_THAT(Refusal(bomb + "]><root><a>&a29;</a></root>"), HasSubstr("declares XML entities"));
  EXPECT_THAT(Refusal("<!DOCTYPE root [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><root><a>&f;</a></root>"),
              HasSubstr("declares XML entities"));
  EXPECT_THAT(Refusal("<!DOCTYPE root [<!ENTITY % p 'x'>]><root/>"), HasSubstr("declares XML entities"));
}

TEST(ReadXml, RefusesWhatIsNotTheFormat) {
  EXPECT_THAT(Refusal(""), HasSubstr("not valid XML"));
  EXPECT_THAT(Refusal("{\"images\": []}"), HasSubstr("not valid XML (line 1)"));
  EXPECT_THAT(Refusal("<root><a>\n\n<b>"), HasSubstr("(line 3)"));
  EXPECT_THAT(Refusal("<root><a>\xff</a></root>"), HasSubstr("not valid XML"));
  EXPECT_THAT(Refusal("<html></html>"), HasSubstr("should start with <root>"));
}

TEST(ReadXml, RefusesWhatGrowsBeyondItsLimits) {
  std::string deep = "<root>";
  for (int i = 0; i < 40; ++i) deep += "<a>";
  EXPECT_THAT(Refusal(deep), HasSubstr("nested too deeply"));
  EXPECT_THAT(Refusal("<root><a k='" + std::string(3 << 20, 'x')), HasSubstr("too long"));
  EXPECT_THAT(Refusal("<root><a>" + std::string(65 << 20, 'x')), HasSubstr("too large"));
}

TEST(ReadXml, StopsWithTheErrorOfItsCaller) {
  int calls = 0;
  const Status status =
      ReadXml(OnePiece("<root><a/><a/></root>"), "a.xml", "root", [&](const XmlElement&) -> Status {
        ++calls;
        return Fail(ErrorKind::kBadInput, "stop", {"Stop.", "停。"});
      });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "stop");
  EXPECT_EQ(calls, 1);
}

TEST(XmlText, ReadsBackAsTheSame) {
  const std::string text = "a<b>&\"'猫\tc\r\nd";
  const auto children = ReadAll("<root><a k=\"" + XmlText(text) + "\">" + XmlText(text) + "</a></root>");
  ASSERT_TRUE(children);
  EXPECT_EQ(children->front().Attribute("k"), text);
  EXPECT_EQ(children->front().text, text);
  EXPECT_EQ(XmlText("a\x01z"), "az");
}

}  // namespace
}  // namespace easel::dataset
