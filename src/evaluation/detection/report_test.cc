#include "evaluation/detection/report.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace easel::evaluation {
namespace {

/// Boxes of 100 × 100 in a row, of which some are found.
JudgedCandidate Picture(const std::string& name, int truths, const std::vector<FoundBox>& found) {
  JudgedCandidate picture{Sha256(std::string_view(name)), name, 1000, 400, {}};
  for (int i = 0; i < truths; ++i) picture.boxes.truth.push_back({{i * 110.0, 10, 100, 100}, 0});
  picture.boxes.found = found;
  return picture;
}

FoundBox At(double left, double score, int label = 0) { return {{left, 10, 100, 100}, label, score}; }

DetectionReport Small(std::optional<double> threshold = {}) {
  return MakeDetectionReport(true, {"cell", "seed"},
                             {Picture("good", 2, {At(0, 0.9), At(110, 0.7)}),
                              Picture("bad", 2, {At(0, 0.8), At(600, 0.3), At(110, 0.6, 1)})},
                             threshold);
}

TEST(DetectionReport, RecommendsTheThresholdOfTheBestF1) {
  const DetectionReport report = Small();
  // 0.9, 0.8, 0.7 are right and 0.6 is of another class: at 0.7 three of three are right, one is missed.
  EXPECT_DOUBLE_EQ(report.threshold, 0.7);
  EXPECT_EQ(report.at.right, 3);
  EXPECT_EQ(report.at.wrong, 0);
  EXPECT_EQ(report.at.missed, 1);
  EXPECT_DOUBLE_EQ(Small(0.2).threshold, 0.2);
  EXPECT_EQ(Small(0.2).at.wrong, 2);
}

TEST(DetectionReport, TellsOfEveryBoxWhatBecameOfIt) {
  const json::object stored = Small().Store();
  const json::array& pictures = stored.at("pictures").as_array();
  ASSERT_EQ(pictures.size(), 2U);
  EXPECT_EQ(pictures[0].at("name"), "bad");  // the worst first
  const json::array& found = pictures[0].at("found").as_array();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].at("outcome"), "right");
  EXPECT_EQ(found[0].at("truth"), 0);
  EXPECT_EQ(found[1].at("name"), "seed");
  EXPECT_EQ(found[1].at("outcome"), "wrong");
  EXPECT_FALSE(found[1].as_object().contains("truth"));
  EXPECT_DOUBLE_EQ(found[2].at("score").as_double(), 0.3);
  EXPECT_EQ(stored.at("items"), 2);
  EXPECT_EQ(stored.at("method"), "held-out");
  EXPECT_EQ(stored.at("curves").as_array().size(), 3U);
  EXPECT_EQ(stored.at("per_class").at(0).at("support"), 4);
  EXPECT_FALSE(stored.at("per_class").at(1).as_object().contains("ap50"));  // nothing to be found
}

TEST(DetectionReport, CurvesAreThinnedToWhatIsSeen) {
  std::vector<JudgedCandidate> pictures;
  for (int i = 0; i < 2000; ++i) pictures.push_back(Picture(std::to_string(i), 1, {At(0, 0.9 - i * 0.0001)}));
  const json::object stored = MakeDetectionReport(true, {"cell"}, std::move(pictures), {}).Store();
  const json::array& points = stored.at("curves").at(0).at("points").as_array();
  EXPECT_NEAR(static_cast<double>(points.size()), 201, 4);  // every ten boxes of 2,000, and the first
  EXPECT_EQ(points.front().at("right"), 1);
  EXPECT_EQ(points.back().at("right"), 2000);
}

TEST(DetectionReport, WithoutAnythingToFindItIsEmptyAndStands) {
  const DetectionReport report = MakeDetectionReport(false, {"cell"}, {Picture("none", 0, {})}, {});
  const json::object stored = report.Store();
  EXPECT_EQ(stored.at("metrics").at("map50").as_double(), 0);
  EXPECT_TRUE(stored.at("curves").at(0).at("points").as_array().empty());
}

bool Mentions(const DetectionReport& report, std::string_view words) {
  return std::ranges::any_of(report.remarks, [&](const Text& text) { return text.en.contains(words); });
}

TEST(DetectionRemarks, SayWhyItIsPoor) {
  EXPECT_TRUE(Mentions(Small(), "Too few boxes"));
  // Many objects that nobody labelled.
  std::vector<JudgedCandidate> unlabelled;
  for (int i = 0; i < 30; ++i)
    unlabelled.push_back(Picture(std::to_string(i), 1, {At(0, 0.95), At(700, 0.9)}));
  EXPECT_TRUE(Mentions(MakeDetectionReport(true, {"cell"}, unlabelled, {}), "labels may be missing"));
  // Objects that are found twice, loosely and as another class are labelled.
  std::vector<JudgedCandidate> labelled;
  for (int i = 0; i < 30; ++i) {
    labelled.push_back(
        Picture(std::to_string(i), 3, {At(0, 0.95), At(1, 0.9), At(170, 0.9), At(220, 0.9, 1)}));
    labelled.back().boxes.truth.push_back({{500, 0, 400, 300}, 1, false, true});
    labelled.back().boxes.found.push_back(At(600, 0.9));  // in a crowd of another class
  }
  EXPECT_FALSE(Mentions(MakeDetectionReport(true, {"cell", "seed"}, labelled, {}), "labels may be missing"));
  // Tiny ones that are not found.
  std::vector<JudgedCandidate> tiny;
  for (int i = 0; i < 30; ++i) {
    tiny.push_back(Picture(std::to_string(i), 0, {}));
    tiny.back().boxes.truth.push_back({{10, 10, 9, 9}, 0});
  }
  const DetectionReport report = MakeDetectionReport(true, {"cell"}, tiny, {});
  EXPECT_TRUE(Mentions(report, "tiny"));
  EXPECT_TRUE(Mentions(report, "Found seldom"));
  EXPECT_FALSE(Mentions(report, "Too few"));
}

}  // namespace
}  // namespace easel::evaluation
