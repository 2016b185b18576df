#include "evaluation/report.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace easel::evaluation {
namespace {

Judgement Item(int number, int label, std::vector<float> scores) {
  return {Sha256(std::to_string(number)), std::to_string(number) + ".jpg", label, std::move(scores)};
}

std::vector<Judgement> Some() {
  return {Item(0, 0, {0.6F, 0.4F}), Item(1, 1, {0.7F, 0.3F}), Item(2, 1, {0.95F, 0.05F}),
          Item(3, 0, {0.2F, 0.8F}), Item(4, 1, {0.1F, 0.9F})};
}

TEST(Report, ListsTheMostConfidentMistakesFirst) {
  const Report report = MakeReport(Method::kHeldOut, 0, {"cat", "dog"}, Some());
  ASSERT_EQ(report.mistakes.size(), 3u);
  EXPECT_EQ(report.mistakes[0].name, "2.jpg");
  EXPECT_EQ(report.mistakes[1].name, "3.jpg");
  EXPECT_EQ(report.mistakes[2].name, "1.jpg");
  EXPECT_DOUBLE_EQ(report.metrics.accuracy, 0.4);
  EXPECT_FALSE(report.remarks.empty());
}

TEST(Report, KeepsTwoHundredMistakes) {
  std::vector<Judgement> judgements;
  for (int i = 0; i < 300; ++i) judgements.push_back(Item(i, 0, {0.1F, 0.9F}));
  EXPECT_EQ(MakeReport(Method::kFiles, 0, {"a", "b"}, judgements).mistakes.size(), 200u);
}

TEST(Report, SpeaksTheLanguageOfTheReader) {
  const Report report = MakeReport(Method::kCrossValidation, 5, {"cat", "dog"}, Some());
  const json::object out = report.ToJson(Language::kChinese);
  EXPECT_EQ(out.at("method"), "cross-validation");
  EXPECT_EQ(out.at("folds"), 5);
  EXPECT_EQ(out.at("items"), 5);
  const json::object& mistake = out.at("mistakes").at(0).as_object();
  EXPECT_EQ(mistake.at("truth"), "dog");
  EXPECT_EQ(mistake.at("prediction"), "cat");
  EXPECT_EQ(mistake.at("score").to_number<float>(), 0.95F);
  EXPECT_EQ(out.at("remarks").at(0).as_string(), report.remarks[0].zh);
  EXPECT_FALSE(MakeReport(Method::kHeldOut, 0, {"a", "b"}, {}).ToJson(Language::kEnglish).contains("folds"));
}

TEST(Report, ComesBackExactlyFromItsStoredText) {
  Random random(1);
  std::vector<Judgement> judgements;
  for (int i = 0; i < 50; ++i) {
    const auto score = static_cast<float>(random.Uniform());
    judgements.push_back(Item(i, i % 2, {score, 1 - score}));
  }
  const Report report = MakeReport(Method::kCrossValidation, 3, {"猫", "狗"}, judgements);
  const json::value stored = ParseJson(json::serialize(report.Store()), "report").value();
  const Report again = Report::FromStored(stored.as_object()).value();
  EXPECT_EQ(again.method, report.method);
  EXPECT_EQ(again.folds, report.folds);
  EXPECT_EQ(again.classes, report.classes);
  EXPECT_EQ(again.metrics.items, report.metrics.items);
  EXPECT_EQ(again.metrics.confusion, report.metrics.confusion);
  EXPECT_DOUBLE_EQ(again.metrics.accuracy_interval.low, report.metrics.accuracy_interval.low);
  EXPECT_DOUBLE_EQ(again.metrics.log_loss, report.metrics.log_loss);
  EXPECT_DOUBLE_EQ(again.metrics.per_class[1].f1, report.metrics.per_class[1].f1);
  EXPECT_DOUBLE_EQ(again.metrics.per_class[1].recall_interval.high, report.metrics.per_class[1].recall_interval.high);
  ASSERT_EQ(again.mistakes.size(), report.mistakes.size());
  for (size_t i = 0; i < again.mistakes.size(); ++i)
    EXPECT_EQ(again.mistakes[i].scores, report.mistakes[i].scores);
  ASSERT_FALSE(report.suspects.empty());
  ASSERT_EQ(again.suspects.size(), report.suspects.size());
  for (size_t i = 0; i < again.suspects.size(); ++i) {
    EXPECT_EQ(again.suspects[i].judgement.hash, report.suspects[i].judgement.hash);
    EXPECT_EQ(again.suspects[i].judgement.label, report.suspects[i].judgement.label);
    EXPECT_EQ(again.suspects[i].likely, report.suspects[i].likely);
  }
  EXPECT_EQ(again.remarks, report.remarks);
}

TEST(Report, NamesTheLabelsThatLookWrong) {
  const Report report = MakeReport(Method::kCrossValidation, 5, {"cat", "dog"}, Some());
  const json::object out = report.ToJson(Language::kEnglish);
  const json::array& suspects = out.at("suspects").as_array();
  ASSERT_EQ(suspects.size(), 3u);
  const json::object& first = suspects[0].as_object();
  EXPECT_EQ(first.at("name"), "2.jpg");
  EXPECT_EQ(first.at("label"), "dog");
  EXPECT_EQ(first.at("suspected"), "cat");
  EXPECT_EQ(first.at("hash").as_string(), Sha256("2").Hex());
  EXPECT_NEAR(first.at("margin").to_number<double>(), 0.9, 1e-6);
}

TEST(Report, OfAnOlderVersionHasNoSuspects) {
  json::object stored = MakeReport(Method::kHeldOut, 0, {"a", "b"}, Some()).Store();
  stored.erase("suspects");
  EXPECT_TRUE(Report::FromStored(stored).value().suspects.empty());
}

TEST(Report, RefusesWhatIsNoReport) {
  const json::object whole = MakeReport(Method::kHeldOut, 0, {"a", "b"}, Some()).Store();
  for (const auto& member : whole) {
    json::object broken = whole;
    broken.erase(member.key());
    if (member.key() != "suspects") {
      EXPECT_FALSE(Report::FromStored(broken)) << member.key();
    }
    broken[member.key()] = nullptr;
    EXPECT_FALSE(Report::FromStored(broken)) << member.key();
  }
  json::object broken = whole;
  broken["mistakes"].as_array()[0].as_object()["label"] = 2;
  EXPECT_EQ(Report::FromStored(broken).error().code, "report-invalid");
}

}  // namespace
}  // namespace easel::evaluation
