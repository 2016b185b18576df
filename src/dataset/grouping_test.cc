#include "dataset/grouping.h"

#include <gtest/gtest.h>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

class GroupByNameTest : public ::testing::Test {
 protected:
  void Add(const std::string& name, const std::string& group = "") {
    const store::NewItem item{
        .hash = Sha256(name), .name = name, .bytes = 1, .class_name = "c", .source = group};
    ASSERT_TRUE(at_.catalog->items().Insert(at_.project, {&item, 1}));
  }
  Result<GroupingReport> Group(std::string_view pattern) {
    return GroupByName(*at_.catalog, at_.project, NamePattern::Parse(pattern).value());
  }
  std::vector<std::string> Groups() {
    std::vector<std::string> out;
    EXPECT_TRUE(at_.catalog->items().ForEach(at_.project, [&](const store::Item& item) -> Status {
      out.push_back(item.source);
      return {};
    }));
    return out;
  }

  const testing::TemporaryFolder home_;
  testing::Installation at_{home_.path(), store::kSound};
};

TEST_F(GroupByNameTest, SaysHowManyGotWhich) {
  Add("8_theo_1.wav");
  Add("8_jackson_1.wav", "jackson");
  Add("9_theo_2.wav", "somebody");
  Add("other.wav", "kept");
  const GroupingReport report = Group("{class}_{group}_{number}").value();
  EXPECT_EQ(report.items, 4);
  EXPECT_EQ(report.changed, 2);
  EXPECT_EQ(report.unmatched, 1);
  EXPECT_EQ(report.unmatched_names, std::vector<std::string>{"other.wav"});
  EXPECT_EQ(report.groups, (std::map<std::string, int64_t>{{"jackson", 1}, {"theo", 2}}));
  EXPECT_EQ(Groups(), (std::vector<std::string>{"theo", "jackson", "theo", "kept"}));
  EXPECT_EQ(Group("{class}_{group}_{number}")->changed, 0);
}

TEST_F(GroupByNameTest, RefusesWhatCannotBeMeant) {
  Add("8_theo_1.wav", "theo");
  Add("9_" + std::string(200, 'x') + "_1.wav", "kept");
  EXPECT_EQ(Group("{class}_{number}").error().code, "name-pattern-invalid");
  EXPECT_EQ(Group("{group}/{file}").error().code, "name-pattern-invalid");
  EXPECT_EQ(Group("{class}={group}").error().code, "group-none");
  EXPECT_EQ(Group("{class}_{group}_{number}").error().code, "group-name-invalid");
  EXPECT_EQ(Groups(), (std::vector<std::string>{"theo", "kept"})) << "all or none";
}

}  // namespace
}  // namespace easel::dataset
