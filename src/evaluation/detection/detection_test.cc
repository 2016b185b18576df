/// Average precision and thresholds beside pycocotools: tests/data/detection/make_cases.py made the cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/json.h"
#include "evaluation/detection/average_precision.h"
#include "evaluation/detection/threshold.h"

namespace easel::evaluation {
namespace {

struct Case {
  int classes = 0;
  std::vector<JudgedPicture> pictures;
  json::object expected;
};

double At(const json::value& numbers, size_t index) { return numbers.get_array()[index].to_number<double>(); }

Case ParseCase(const std::string& line) {
  Case out;
  out.expected = json::parse(line).get_object();
  out.classes = static_cast<int>(out.expected.at("classes").get_int64());
  for (const json::value& picture : out.expected.at("pictures").get_array()) {
    JudgedPicture& judged = out.pictures.emplace_back();
    for (const json::value& row : picture.at("truth").get_array()) {
      const double flag = At(row, 5);
      judged.truth.push_back({{At(row, 0), At(row, 1), At(row, 2), At(row, 3)},
                              static_cast<int>(At(row, 4)),
                              flag == 1,
                              flag == 2});
    }
    for (const json::value& row : picture.at("found").get_array()) {
      judged.found.push_back(
          {{At(row, 0), At(row, 1), At(row, 2), At(row, 3)}, static_cast<int>(At(row, 4)), At(row, 5)});
    }
  }
  return out;
}

std::vector<Case> Cases() {
  std::ifstream file(EASEL_SOURCE_DIR "/tests/data/detection/cases.jsonl");
  std::vector<Case> out;
  for (std::string line; std::getline(file, line);) out.push_back(ParseCase(line));
  return out;
}

void ExpectNear(const AveragePrecision& value, const json::value& expected) {
  ASSERT_EQ(value.has_value(), !expected.is_null());
  if (!value) return;
  EXPECT_NEAR(*value, expected.to_number<double>(), 1e-12);
}

TEST(Detection, AveragePrecisionIsThatOfPycocotools) {
  const std::vector<Case> cases = Cases();
  ASSERT_GE(cases.size(), 40u);
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE("case " + std::to_string(i));
    const auto& [classes, pictures, expected] = cases[i];
    const DetectionMetrics metrics = MeasureDetection(pictures, classes);
    ExpectNear(metrics.map, expected.at("map"));
    ExpectNear(metrics.map50, expected.at("map50"));
    ExpectNear(metrics.map_small, expected.at("small"));
    ExpectNear(metrics.map_medium, expected.at("medium"));
    ExpectNear(metrics.map_large, expected.at("large"));
    ASSERT_EQ(metrics.per_class.size(), static_cast<size_t>(classes));
    for (size_t c = 0; c < metrics.per_class.size(); ++c) {
      ExpectNear(metrics.per_class[c].ap50, expected.at("ap50").get_array()[c]);
      ExpectNear(metrics.per_class[c].ap, expected.at("ap").get_array()[c]);
    }
  }
}

TEST(Detection, ThresholdsCountAsPycocotoolsMatches) {
  for (const auto& [classes, pictures, expected] : Cases()) {
    const PrecisionRecallCurve curve(pictures, classes);
    const ThresholdMetrics at = curve.At(expected.at("threshold").as_double());
    EXPECT_EQ(at.right, expected.at("right").as_int64());
    EXPECT_EQ(at.wrong, expected.at("wrong").as_int64());
    EXPECT_EQ(at.missed, expected.at("missed").as_int64());
    const std::optional<ThresholdMetrics> best = curve.Best();
    ASSERT_EQ(best.has_value(), !expected.at("best_f1").is_null());
    if (!best) continue;
    EXPECT_DOUBLE_EQ(best->f1(), expected.at("best_f1").as_double());
    EXPECT_DOUBLE_EQ(best->threshold, expected.at("best_threshold").as_double());
  }
}

TEST(Detection, PicturesAddUpToTheCurve) {
  for (const auto& [classes, pictures, expected] : Cases()) {
    const PrecisionRecallCurve curve(pictures, classes);
    for (const double threshold : {0.0, 0.35, 0.5, 0.9, 1.1}) {
      ThresholdMetrics sum;
      for (const JudgedPicture& picture : pictures) {
        const PictureOutcome outcome = JudgePicture(picture, classes, threshold);
        sum.right += static_cast<int64_t>(outcome.right.size());
        sum.wrong += static_cast<int64_t>(outcome.wrong.size());
        sum.missed += static_cast<int64_t>(outcome.missed.size());
        for (const Match& match : outcome.right) {
          EXPECT_GE(picture.found[static_cast<size_t>(match.found)].score, threshold);
          EXPECT_EQ(picture.found[static_cast<size_t>(match.found)].label,
                    picture.truth[static_cast<size_t>(match.truth)].label);
        }
      }
      const ThresholdMetrics at = curve.At(threshold);
      EXPECT_EQ(sum.right, at.right);
      EXPECT_EQ(sum.wrong, at.wrong);
      EXPECT_EQ(sum.missed, at.missed);
    }
  }
}

TEST(Detection, OfNothingIsNothing) {
  const DetectionMetrics metrics = MeasureDetection({}, 2);
  EXPECT_EQ(metrics.map50, std::nullopt);
  EXPECT_EQ(metrics.per_class[1].ap, std::nullopt);
  const PrecisionRecallCurve curve({}, 2);
  EXPECT_TRUE(curve.points().empty());
  EXPECT_EQ(curve.Best(), std::nullopt);
  EXPECT_EQ(curve.At(0.5).precision(), 0);
  EXPECT_EQ(curve.At(0.5).recall(), 0);
  EXPECT_EQ(curve.At(0.5).f1(), 0);
}

TEST(Detection, TellsRightWrongMissedAndIgnored) {
  const JudgedPicture picture{
      {{{0, 0, 10, 10}, 0}, {{50, 0, 10, 10}, 0}, {{0, 50, 10, 10}, 1, true}, {{50, 50, 10, 10}, 1}},
      {{{0, 1, 10, 10}, 0, 0.9},
       {{0, 0, 10, 10}, 0, 0.8},
       {{0, 50, 10, 10}, 1, 0.7},
       {{50, 50, 10, 10}, 0, 0.6},
       {{50, 0, 10, 10}, 0, 0.1}}};
  const PictureOutcome outcome = JudgePicture(picture, 2, 0.5);
  ASSERT_EQ(outcome.right.size(), 1u);
  EXPECT_EQ(outcome.right[0].found, 0);
  EXPECT_EQ(outcome.right[0].truth, 0);
  EXPECT_DOUBLE_EQ(outcome.right[0].overlap, 90.0 / 110);
  ASSERT_EQ(outcome.wrong.size(), 2u);  // twice the same object, and one taken for another class
  EXPECT_EQ(outcome.wrong[0].found, 1);
  EXPECT_EQ(outcome.wrong[1].found, 3);
  ASSERT_EQ(outcome.ignored.size(), 1u);
  EXPECT_EQ(outcome.ignored[0].truth, 2);
  EXPECT_THAT(outcome.missed, testing::ElementsAre(1, 3));

  const std::vector<JudgedPicture> pictures = {picture};
  const PrecisionRecallCurve curve(pictures, 2);
  ASSERT_EQ(curve.points().size(), 4u);
  EXPECT_EQ(curve.points()[0].threshold, 0.9);
  EXPECT_EQ(curve.points()[0].precision(), 1);
  EXPECT_DOUBLE_EQ(curve.points()[0].recall(), 1.0 / 3);
  EXPECT_EQ(curve.Best()->threshold, 0.1);
  EXPECT_EQ(PrecisionRecallCurve(pictures, 2, 1).Best(), std::nullopt);
  EXPECT_EQ(PrecisionRecallCurve(pictures, 2, 1).At(0).missed, 1);
}

TEST(IntersectionOverUnion, IsZeroForBoxesThatDoNotMeet) {
  EXPECT_EQ(IntersectionOverUnion({0, 0, 5, 5}, {5, 0, 5, 5}), 0);
  EXPECT_EQ(IntersectionOverUnion({0, 0, 5, 5}, {7, 7, 5, 5}), 0);
  EXPECT_EQ(IntersectionOverUnion({1, 2, 5, 5}, {1, 2, 5, 5}), 1);
  EXPECT_DOUBLE_EQ(IntersectionOverUnion({0, 0, 2, 1}, {1, 0, 2, 1}), 1.0 / 3);
}

TEST(Overlap, WithACrowdIsTheSharePlacedInIt) {
  const TrueBox crowd{{0, 0, 100, 100}, 0, false, true};
  EXPECT_DOUBLE_EQ(Overlap({{95, 0, 10, 10}, 0, 1}, crowd), 0.5);
}

}  // namespace
}  // namespace easel::evaluation
