#include "training/head.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/random.h"

namespace easel::training {
namespace {

const auto kNever = [] { return false; };

Matrix RandomFeatures(Eigen::Index rows, Eigen::Index columns, uint64_t seed) {
  Random random(seed);
  Matrix out(rows, columns);
  for (Eigen::Index i = 0; i < out.size(); ++i) out.data()[i] = static_cast<float>(random.Uniform() * 2 - 1);
  return out;
}

std::vector<int> AllRows(int count) {
  std::vector<int> rows(static_cast<size_t>(count));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

Matrix Scores(const LinearHead& head, const Matrix& features) {
  Matrix logits = features * head.weight.transpose();
  logits.rowwise() += head.bias.transpose();
  return logits;
}

// The gradient of the objective vanishes at its minimum; computed here straight from the definition, in doubles.
double GradientNorm(const LinearHead& head, const Matrix& features, const std::vector<int>& labels, double lambda) {
  const Eigen::MatrixXd x = features.cast<double>();
  Eigen::MatrixXd p = x * head.weight.cast<double>().transpose();
  p.rowwise() += head.bias.cast<double>().transpose();
  for (Eigen::Index i = 0; i < p.rows(); ++i) {
    p.row(i) = (p.row(i).array() - p.row(i).maxCoeff()).exp().matrix();
    p.row(i) /= p.row(i).sum();
    p(i, labels[static_cast<size_t>(i)]) -= 1;
  }
  const Eigen::MatrixXd gradient = p.transpose() * x / static_cast<double>(x.rows()) + lambda * head.weight.cast<double>();
  return gradient.norm();
}

TEST(Head, TheMinimumHasNoSlopeInTheRotatedBasis) {
  const Matrix features = RandomFeatures(40, 200, 1);
  std::vector<int> labels;
  for (int i = 0; i < 40; ++i) labels.push_back(i % 3);
  const HeadFitter fitter(features, labels, 3);
  const auto solution = fitter.Fit(AllRows(40), 0.01, {}, kNever);
  EXPECT_LT(GradientNorm(fitter.Express(solution, features), features, labels, 0.01), 5e-3);
}

TEST(Head, TheMinimumHasNoSlopeInTheFeaturesOwnBasis) {
  const Matrix features = RandomFeatures(300, 20, 2);
  std::vector<int> labels;
  for (int i = 0; i < 300; ++i) labels.push_back(features(i, 0) > 0 ? 1 : 0);
  const HeadFitter fitter(features, labels, 2);
  const auto solution = fitter.Fit(AllRows(300), 0.001, {}, kNever);
  EXPECT_LT(GradientNorm(fitter.Express(solution, features), features, labels, 0.001), 5e-3);
}

TEST(Head, TheExpressedHeadScoresAsTheSolution) {
  const Matrix features = RandomFeatures(30, 100, 3);
  std::vector<int> labels;
  for (int i = 0; i < 30; ++i) labels.push_back(i % 2);
  const HeadFitter fitter(features, labels, 2);
  std::vector<int> train;
  std::vector<int> held_out;
  for (int i = 0; i < 30; ++i) (i < 20 ? train : held_out).push_back(i);
  const auto solution = fitter.Fit(train, 0.01, {}, kNever);
  const Matrix logits = Scores(fitter.Express(solution, features), features);
  double loss = 0;
  for (const int i : held_out) {
    const Eigen::RowVectorXd row = logits.row(i).cast<double>();
    loss += std::log(row.array().exp().sum()) - row(labels[static_cast<size_t>(i)]);
  }
  EXPECT_NEAR(fitter.Loss(solution, held_out), loss / 10, 2e-3);
}

TEST(Head, SeparableClassesAreLearnt) {
  Matrix features = RandomFeatures(60, 10, 4);
  std::vector<int> labels;
  for (int i = 0; i < 60; ++i) {
    labels.push_back(i % 3);
    features(i, i % 3) += 3;
  }
  const HeadFitter fitter(features, labels, 3);
  const Matrix logits = Scores(fitter.Express(fitter.Fit(AllRows(60), 1e-3, {}, kNever), features), features);
  for (int i = 0; i < 60; ++i) {
    Eigen::Index best = 0;
    logits.row(i).maxCoeff(&best);
    EXPECT_EQ(best, labels[static_cast<size_t>(i)]);
  }
}

/// Rows of weights 1, 2 and 3, and the same rows repeated as often.
struct Weighted {
  Matrix features;
  std::vector<int> labels;
  std::vector<float> weights;
  Matrix repeated;
  std::vector<int> repeated_labels;
};

Weighted WeightedRows(int count, Eigen::Index columns, uint64_t seed) {
  Weighted out{RandomFeatures(count, columns, seed), {}, {}, {}, {}};
  std::vector<int> places;
  for (int i = 0; i < count; ++i) {
    out.labels.push_back(i % 2);
    out.weights.push_back(static_cast<float>(i % 3 + 1));
    for (int copy = 0; copy <= i % 3; ++copy) {
      places.push_back(i);
      out.repeated_labels.push_back(i % 2);
    }
  }
  out.repeated = out.features(places, Eigen::all);
  return out;
}

// As many rows as lead to the features' own basis, and as few as lead to that of the Gram matrix.
TEST(Head, AWeightIsARowThatIsThereSoOften) {
  for (const auto& [count, columns] : {std::pair(60, 12), std::pair(20, 90)}) {
    const Weighted data = WeightedRows(count, columns, 6);
    const HeadFitter fitter(data.features, data.labels, 2, data.weights);
    const HeadFitter oracle(data.repeated, data.repeated_labels, 2);
    const auto rows = AllRows(count);
    const auto all = AllRows(static_cast<int>(data.repeated_labels.size()));
    const auto solution = fitter.Fit(rows, 0.01, {}, kNever);
    const auto expected = oracle.Fit(all, 0.01, {}, kNever);
    EXPECT_EQ(fitter.Weight(rows), static_cast<double>(all.size()));
    EXPECT_NEAR(fitter.Loss(solution, rows), oracle.Loss(expected, all), 1e-4);
    const Matrix scores = Scores(fitter.Express(solution, data.features), data.features);
    const Matrix other = Scores(oracle.Express(expected, data.repeated), data.features);
    EXPECT_LT((scores - other).cwiseAbs().maxCoeff(), 0.02) << count;
    const HeadFitter plain(data.features, data.labels, 2);
    const Matrix unweighted =
        Scores(plain.Express(plain.Fit(rows, 0.01, {}, kNever), data.features), data.features);
    EXPECT_GT((scores - unweighted).cwiseAbs().maxCoeff(), 0.1) << count;
  }
}

TEST(Head, WeightsOfOneChangeNoBit) {
  const Matrix features = RandomFeatures(30, 100, 7);
  std::vector<int> labels;
  for (int i = 0; i < 30; ++i) labels.push_back(i % 3);
  const HeadFitter plain(features, labels, 3);
  const HeadFitter weighted(features, labels, 3, std::vector<float>(30, 1));
  EXPECT_EQ(plain.Fit(AllRows(30), 0.001, {}, kNever), weighted.Fit(AllRows(30), 0.001, {}, kNever));
}

TEST(Head, EqualRowsDoNotBreakTheBasis) {
  Matrix features = RandomFeatures(10, 50, 5);
  features.row(3) = features.row(4);
  const HeadFitter fitter(features, {0, 1, 0, 1, 1, 0, 1, 0, 1, 0}, 2);
  const auto solution = fitter.Fit(AllRows(10), 0.01, {}, kNever);
  EXPECT_TRUE(fitter.Express(solution, features).weight.allFinite());
}

}  // namespace
}  // namespace easel::training
