#include "dataset/check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::Installation;
using testing::TemporaryFolder;
using Lines = std::vector<std::string>;

class CheckTest : public ::testing::Test {
 protected:
  void Add(const std::string& class_name, int count, int side = 100) {
    for (int i = 0; i < count; ++i) AddOne(class_name, random_.Next(), side);
  }
  void AddOne(const std::string& class_name, uint64_t fingerprint, int side = 100,
              store::Split split = store::Split::kAuto) {
    const std::string name = "item" + std::to_string(next_++);
    const store::NewItem item{.hash = Sha256(name),
                              .name = name,
                              .bytes = 1,
                              .width = side,
                              .height = 200,
                              .fingerprint = fingerprint,
                              .class_name = class_name,
                              .split = split};
    ASSERT_TRUE(at_.catalog->items().Insert(at_.project, {&item, 1}));
  }
  CheckReport Check() { return dataset::Check(*at_.catalog, at_.project).value(); }
  std::vector<std::string> Codes() {
    std::vector<std::string> codes;
    for (const Finding& finding : Check().findings) codes.push_back(finding.code);
    return codes;
  }

  const TemporaryFolder home_;
  Installation at_{home_.path()};
  Random random_{1};
  int next_ = 0;
};

TEST_F(CheckTest, IsContentWithGoodData) {
  Add("cat", 100);
  Add("dog", 120);
  const CheckReport report = Check();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.items, 220);
  EXPECT_EQ(report.classes.size(), 2u);
}

TEST_F(CheckTest, NamesEachProblemOfClasses) {
  EXPECT_EQ(Codes(), (Lines{"no-items"}));
  Add("cat", 150);
  EXPECT_EQ(Codes(), (Lines{"one-class-only"}));
  Add("dog", 1);
  EXPECT_EQ(Codes(), (Lines{"class-too-small", "imbalance"}));
  Add("dog", 13);
  EXPECT_EQ(Codes(), (Lines{"few-items", "imbalance"}));
  Add("dog", 30);
  EXPECT_EQ(Codes(), (Lines{"below-advised"}));
}

TEST_F(CheckTest, FindsNamesThatDifferByALetter) {
  for (const char* name : {"Banana", "banana", "orange", "ornage", "part1", "part2", "part10", "shirt",
                           "skirt", "t shirt", "t-shirt"}) {
    Add(name, 100);
  }
  const CheckReport report = Check();
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].code, "class-names-alike");
  EXPECT_EQ(report.findings[0].items, (Lines{"Banana / banana", "orange / ornage", "t shirt / t-shirt"}));
}

TEST_F(CheckTest, FindsNearDuplicates) {
  Add("cat", 100);
  Add("dog", 100);
  AddOne("cat", 0xFF00FF00FF);
  AddOne("cat", 0xFF00FF00FE);
  EXPECT_EQ(Codes(), (Lines{"near-duplicates"}));
  EXPECT_EQ(Check().findings[0].items, (Lines{"item201"}));
  AddOne("dog", 0xFF00FF00FF);
  const CheckReport report = Check();
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(report.findings[0].code, "near-duplicates-across-classes");
  EXPECT_EQ(report.findings[0].items, (Lines{"item200", "item201", "item202"}));
}

TEST_F(CheckTest, SaysWhenMarksTearCopiesApart) {
  using enum store::Split;
  Add("cat", 100);
  Add("dog", 100);
  AddOne("cat", 0xFF00FF00FF, 100, kTest);
  AddOne("cat", 0xFF00FF00FE, 100, kValidation);
  AddOne("", 0xFF00FF00FD);
  EXPECT_EQ(Codes(), (Lines{"near-duplicates", "unlabelled"})) << "what is not labelled does not learn";
  AddOne("cat", 0xFF00FF00FC);
  EXPECT_EQ(Codes(), (Lines{"copies-torn-by-marks", "near-duplicates", "unlabelled"}));
  EXPECT_EQ(Check().findings[0].items, (Lines{"item200", "item201"}));
}

TEST_F(CheckTest, FindsTinyAndUnlabelledPictures) {
  Add("cat", 100);
  Add("dog", 99);
  Add("dog", 1, 63);
  Add("", 2);
  const CheckReport report = Check();
  EXPECT_EQ(Codes(), (Lines{"tiny-pictures", "unlabelled"}));
  const json::object zh = report.ToJson(Language::kChinese);
  EXPECT_EQ(zh.at("findings").at(0).at("severity"), "hint");
  EXPECT_EQ(zh.at("findings").at(0).at("items").at(0), "item199");
  EXPECT_EQ(zh.at("classes").at(0).at("name"), "cat");
}

}  // namespace
}  // namespace easel::dataset
