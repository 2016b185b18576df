#include "evaluation/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace easel::evaluation {
namespace {

/// 24 random items of three classes; "never" has none but is predicted, "absent" not even that.
const std::vector<std::string> kClasses = {"a", "b", "c", "never", "absent"};
const std::vector<int> kLabels = {2, 0, 0, 0, 0, 2, 2, 1, 0, 0, 0, 1, 1, 1, 0, 0, 2, 2, 0, 0, 1, 1, 2, 1};
const std::vector<std::vector<float>> kScores = {
    {0.136f, 0.427f, 0.072f, 0.365f, 0.000f}, {0.000f, 0.071f, 0.783f, 0.146f, 0.000f},
    {0.448f, 0.399f, 0.057f, 0.096f, 0.000f}, {0.592f, 0.230f, 0.128f, 0.050f, 0.000f},
    {0.394f, 0.341f, 0.082f, 0.183f, 0.000f}, {0.328f, 0.096f, 0.560f, 0.016f, 0.000f},
    {0.068f, 0.156f, 0.549f, 0.227f, 0.000f}, {0.042f, 0.523f, 0.295f, 0.140f, 0.000f},
    {0.082f, 0.717f, 0.023f, 0.178f, 0.000f}, {0.612f, 0.121f, 0.161f, 0.106f, 0.000f},
    {0.561f, 0.110f, 0.328f, 0.001f, 0.000f}, {0.038f, 0.095f, 0.787f, 0.080f, 0.000f},
    {0.089f, 0.114f, 0.120f, 0.677f, 0.000f}, {0.192f, 0.707f, 0.073f, 0.028f, 0.000f},
    {0.100f, 0.284f, 0.169f, 0.447f, 0.000f}, {0.459f, 0.050f, 0.037f, 0.454f, 0.000f},
    {0.045f, 0.149f, 0.770f, 0.036f, 0.000f}, {0.572f, 0.355f, 0.011f, 0.062f, 0.000f},
    {0.924f, 0.000f, 0.053f, 0.023f, 0.000f}, {0.158f, 0.480f, 0.138f, 0.224f, 0.000f},
    {0.188f, 0.587f, 0.225f, 0.000f, 0.000f}, {0.284f, 0.131f, 0.461f, 0.124f, 0.000f},
    {0.154f, 0.156f, 0.689f, 0.001f, 0.000f}, {0.634f, 0.267f, 0.089f, 0.010f, 0.000f},
};

TEST(Measure, AgreesWithScikitLearn) {
  // scikit-learn 1.x: precision_recall_fscore_support(…, zero_division=0), accuracy_score, confusion_matrix.
  const ClassificationMetrics metrics = Measure(kClasses, kScores, kLabels);
  EXPECT_EQ(metrics.items, 24);
  EXPECT_DOUBLE_EQ(metrics.accuracy, 0.5833333333333334);
  EXPECT_DOUBLE_EQ(metrics.macro_precision, 0.46230158730158727);
  EXPECT_DOUBLE_EQ(metrics.macro_recall, 0.4329004329004329);
  EXPECT_DOUBLE_EQ(metrics.macro_f1, 0.4442307692307692);
  const std::vector<double> precision = {0.7777777777777778, 0.5, 0.5714285714285714, 0, 0};
  const std::vector<double> recall = {0.6363636363636364, 0.42857142857142855, 0.6666666666666666, 0, 0};
  const std::vector<double> f1 = {0.7, 0.46153846153846156, 0.6153846153846154, 0, 0};
  const std::vector<int64_t> support = {11, 7, 6, 0, 0};
  ASSERT_EQ(metrics.per_class.size(), 5u);
  for (size_t c = 0; c < 5; ++c) {
    EXPECT_EQ(metrics.per_class[c].name, kClasses[c]);
    EXPECT_DOUBLE_EQ(metrics.per_class[c].precision, precision[c]);
    EXPECT_DOUBLE_EQ(metrics.per_class[c].recall, recall[c]);
    EXPECT_DOUBLE_EQ(metrics.per_class[c].f1, f1[c]);
    EXPECT_EQ(metrics.per_class[c].support, support[c]);
  }
  EXPECT_EQ(metrics.confusion,
            (std::vector<std::vector<int64_t>>{
                {7, 2, 1, 1, 0}, {1, 3, 2, 1, 0}, {1, 1, 4, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}}));
  // numpy, by the definition with clipping at 1e-15.
  EXPECT_NEAR(metrics.log_loss, 2.6555587653406447, 1e-12);
}

TEST(Measure, TheFirstMaximumIsThePrediction) {
  const ClassificationMetrics metrics = Measure({"a", "b"}, {{0.5F, 0.5F}}, {1});
  EXPECT_EQ(metrics.confusion, (std::vector<std::vector<int64_t>>{{0, 0}, {1, 0}}));
}

TEST(Measure, CertaintyThatIsWrongCostsALimitedLoss) {
  EXPECT_NEAR(Measure({"a", "b"}, {{1, 0}}, {1}).log_loss, -std::log(1e-15), 1e-9);
}

TEST(Measure, OfNothingIsNothing) {
  const ClassificationMetrics metrics = Measure({"a", "b"}, {}, {});
  EXPECT_EQ(metrics.items, 0);
  EXPECT_EQ(metrics.accuracy, 0);
  EXPECT_EQ(metrics.macro_f1, 0);
  EXPECT_EQ(metrics.log_loss, 0);
  EXPECT_EQ(metrics.accuracy_interval.low, 0);
  EXPECT_EQ(metrics.accuracy_interval.high, 1);
}

TEST(Measure, TellsTheCommandLinesContract) {
  const json::object out = Measure(kClasses, kScores, kLabels).ToJson();
  EXPECT_EQ(out.at("items"), 24);
  EXPECT_EQ(out.at("metrics").at("macro_f1").as_double(), 0.4442307692307692);
  EXPECT_EQ(out.at("per_class").at(1).at("support"), 7);
  EXPECT_EQ(out.at("confusion").at(2).at(1), 1);
}

TEST(WilsonInterval, AgreesWithStatsmodels) {
  // statsmodels.stats.proportion.proportion_confint(successes, trials, method="wilson")
  const auto expect = [](int64_t successes, int64_t trials, double low, double high) {
    const Interval interval = WilsonInterval(successes, trials);
    EXPECT_NEAR(interval.low, low, 1e-12) << successes << "/" << trials;
    EXPECT_NEAR(interval.high, high, 1e-12) << successes << "/" << trials;
  };
  expect(0, 10, 0, 0.27753279986288926);
  expect(10, 10, 0.7224672001371106, 1);
  expect(7, 10, 0.39677814746114537, 0.8922087325936989);
  expect(820, 1000, 0.7949777670979878, 0.8425731074712568);
  expect(1, 3, 0.06149194472039626, 0.7923403991979523);
  expect(0, 0, 0, 1);
}

}  // namespace
}  // namespace easel::evaluation
