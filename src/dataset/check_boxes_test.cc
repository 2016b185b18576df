#include "dataset/check_boxes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::Installation;
using testing::TemporaryFolder;
using Lines = std::vector<std::string>;

class CheckBoxesTest : public ::testing::Test {
 protected:
  /// A picture of 640 × 480.
  void Add(const std::string& name, std::optional<std::vector<store::ItemBox>> boxes) {
    const store::NewItem item{.hash = Sha256(name),
                              .name = name,
                              .width = 640,
                              .height = 480,
                              .fingerprint = random_.Next(),
                              .boxes = std::move(boxes)};
    ASSERT_TRUE(at_.catalog->items().Insert(at_.project, {&item, 1}));
  }
  static store::ItemBox Box(const std::string& name, double left, double top, double width, double height) {
    return {.class_name = name, .left = left, .top = top, .width = width, .height = height};
  }
  /// A picture with 20 boxes of the class, far from each other.
  void AddGood(const std::string& name, const std::string& class_name) {
    std::vector<store::ItemBox> boxes;
    for (int i = 0; i < 20; ++i) boxes.push_back(Box(class_name, i % 5 * 100, i / 5 * 100, 90, 90));
    Add(name, boxes);
  }
  /// "code: items" of each finding.
  Lines Findings() {
    Lines out;
    const CheckReport report = Check(*at_.catalog, at_.project).value();
    for (const Finding& finding : report.findings) {
      std::string& line = out.emplace_back(finding.code + ":");
      for (const std::string& item : finding.items) line += " " + item;
      EXPECT_FALSE(finding.hint.zh.empty());
    }
    return out;
  }

  const TemporaryFolder home_;
  Installation at_{home_.path(), store::kDetection};
  Random random_{1};
};

TEST_F(CheckBoxesTest, OneClassIsFine) {
  AddGood("a", "cell");
  EXPECT_EQ(Findings(), Lines{});
  const CheckReport report = Check(*at_.catalog, at_.project).value();
  EXPECT_EQ(report.ToJson(Language::kEnglish).at("classes").at(0).at("boxes"), 20);
}

TEST_F(CheckBoxesTest, TellsWhatHasNoBoxes) {
  EXPECT_EQ(Findings(), Lines{"no-items:"});
  Add("new", std::nullopt);
  EXPECT_EQ(Findings(), (Lines{"no-items:", "unlabelled:"}));
  Add("nothing", std::vector<store::ItemBox>());
  EXPECT_EQ(Findings(), (Lines{"no-boxes:", "unlabelled:"}));
  AddGood("a", "cell");
  EXPECT_EQ(Findings(), (Lines{"pictures-without-boxes: nothing", "unlabelled:"}));
}

TEST_F(CheckBoxesTest, NamesClassesWithTooFewBoxes) {
  AddGood("a", "platelet");
  Add("b", {{Box("platlet", 1, 2, 50, 50)}});
  EXPECT_EQ(Findings(), (Lines{"class-names-alike: platelet / platlet", "class-too-small: platlet"}));
}

TEST_F(CheckBoxesTest, NamesBoxesThatANetworkWouldNotSee) {
  AddGood("a", "x");
  Add("b.jpg", {{Box("x", 0, 0, 16, 16), Box("x", 100, 0, 15.9, 300), Box("x", 200, 0, 3, 3)}});
  EXPECT_EQ(Findings(), Lines{"box-tiny: b.jpg #2 b.jpg #3"}) << "640 pixels are scaled to 320";
}

TEST_F(CheckBoxesTest, NamesWhatIsBoxedTwice) {
  AddGood("a", "x");
  AddGood("a2", "y");
  Add("b", {{Box("x", 100, 100, 100, 100), Box("x", 300, 100, 100, 100), Box("x", 102, 101, 100, 100),
             Box("y", 303, 100, 100, 100), Box("y", 100, 300, 100, 100), Box("x", 101, 300, 100, 100)}});
  EXPECT_EQ(Findings(), Lines{"boxed-twice: b #3 b #6"}) << "#2 and #4 overlap by 0.94 only";
  EXPECT_NEAR(OverlapOf(Box("x", 0, 0, 10, 10), Box("x", 5, 0, 10, 10)), 1.0 / 3, 1e-12);
  EXPECT_EQ(OverlapOf(Box("x", 0, 0, 10, 10), Box("x", 10, 0, 10, 10)), 0);
}

TEST_F(CheckBoxesTest, ThousandsOfBoxesOnTopOfEachOther) {
  std::vector<store::ItemBox> boxes(5000, Box("x", 10, 10, 50, 50));
  Add("b", boxes);
  const CheckReport report = Check(*at_.catalog, at_.project).value();
  const std::vector<Finding>& findings = report.findings;
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(findings[0].message.en.starts_with("4999 "));
  EXPECT_EQ(findings[0].items.size(), 20u);
}

}  // namespace
}  // namespace easel::dataset
