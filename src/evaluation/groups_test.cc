#include "evaluation/groups.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace easel::evaluation {
namespace {

Judgement Item(int number, const std::string& group, int label, float second) {
  return {
      Sha256(std::to_string(number)), std::to_string(number) + ".wav", label, {1 - second, second}, group};
}

/// `right` of `count` items of the group are right.
void Add(std::vector<Judgement>& all, const std::string& group, int count, int right) {
  for (int i = 0; i < count; ++i)
    all.push_back(Item(static_cast<int>(all.size()), group, 0, i < right ? 0.1F : 0.8F));
}

bool Mentions(const std::vector<Text>& remarks, std::string_view words) {
  return std::ranges::any_of(remarks, [&](const Text& remark) { return remark.en.contains(words); });
}

TEST(Groups, TheWorstComesFirst) {
  std::vector<Judgement> all;
  Add(all, "ann", 50, 48);
  Add(all, "bob", 50, 20);
  Add(all, "", 7, 0);
  const Report report = MakeSoundReport(Method::kHeldOut, 0, {"a", "b"}, all);
  EXPECT_EQ(report.groups, (std::vector<GroupMetrics>{{"bob", 50, 0.4}, {"ann", 50, 0.96}}));
  EXPECT_TRUE(Mentions(report.remarks, "far worse on \"bob\""));
  EXPECT_TRUE(Mentions(report.remarks, "recordings"));
  EXPECT_FALSE(Mentions(report.remarks, "pictures"));
}

TEST(Groups, NothingIsSaidOfWhatMayBeChance) {
  std::vector<Judgement> all;
  Add(all, "ann", 50, 48);
  Add(all, "bob", 3, 2);
  EXPECT_FALSE(Mentions(MakeSoundReport(Method::kHeldOut, 0, {"a", "b"}, all).remarks, "far worse"));
}

TEST(Groups, OneGroupTellsNothingOfOthers) {
  std::vector<Judgement> all;
  Add(all, "ann", 50, 48);
  EXPECT_TRUE(Mentions(MakeSoundReport(Method::kFiles, 0, {"a", "b"}, all).remarks, "cannot be told"));
}

TEST(Groups, CellsHoldTheMostConfidentTwenty) {
  std::vector<Judgement> all;
  for (int i = 0; i < 30; ++i) all.push_back(Item(i, "ann", i % 2, 0.55F + 0.01F * static_cast<float>(i)));
  all.push_back(Item(30, "", 1, 0.2F));
  all.back().segment = {1.5, 0.25};
  const Report report = MakeSoundReport(Method::kHeldOut, 0, {"a", "b"}, all);
  ASSERT_EQ(report.confusion.size(), 3U);
  EXPECT_EQ(report.confusion[0].truth, 0);
  EXPECT_EQ(report.confusion[0].prediction, 1);
  EXPECT_EQ(report.confusion[0].items.size(), 15U);
  EXPECT_EQ(report.confusion[0].items[0].name, "28.wav");
  EXPECT_EQ(report.confusion[1].items.at(0).segment, (Stretch{1.5, 0.25}));
  EXPECT_TRUE(MakeReport(Method::kHeldOut, 0, {"a", "b"}, all).confusion.empty()) << "pictures have none";
}

TEST(Groups, ComeBackExactlyFromTheirStoredText) {
  std::vector<Judgement> all;
  Add(all, "王", 30, 11);
  all.back().segment = {0.1, 1.0 / 3};
  const Report report = MakeSoundReport(Method::kHeldOut, 0, {"a", "b"}, all);
  const json::value stored = ParseJson(json::serialize(report.Store()), "report").value();
  const Report again = Report::FromStored(stored.as_object()).value();
  EXPECT_EQ(again.groups, report.groups);
  EXPECT_EQ(again.confusion, report.confusion);
  EXPECT_EQ(again.Store(), report.Store());
  const json::object shown = again.ToJson(Language::kEnglish);
  EXPECT_EQ(shown.at("confusion_items").at(0).at("truth"), "a");
  EXPECT_EQ(shown.at("groups").at(0).at("name"), "王");
  json::object old = stored.as_object();
  old.erase("groups");
  old.erase("confusion_items");
  EXPECT_TRUE(Report::FromStored(old).value().groups.empty());
  json::object damaged = stored.as_object();
  damaged["confusion_items"].as_array()[0].as_object()["truth"] = 7;
  EXPECT_FALSE(Report::FromStored(damaged));
}

}  // namespace
}  // namespace easel::evaluation
