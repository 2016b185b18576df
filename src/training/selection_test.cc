#include "training/selection.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace easel::training {
namespace {

struct Data {
  Matrix features;
  std::vector<int> labels;
  std::vector<int> folds;
};

/// Three classes around different means, with much noise.
Data NoisyClasses(int count) {
  Random random(11);
  Data data{Matrix(count, 12), {}, {}};
  for (int i = 0; i < count; ++i) {
    data.labels.push_back(i % 3);
    data.folds.push_back(i / 3 % 5);
    for (int j = 0; j < 12; ++j) {
      data.features(i, j) = static_cast<float>(random.Uniform() - 0.5 + (j == i % 3 ? 0.3 : 0.0));
    }
  }
  return data;
}

TEST(CrossValidate, DoesNotDependOnTheNumberOfThreads) {
  const Data data = NoisyClasses(90);
  const HeadFitter fitter(data.features, data.labels, 3);
  NoProgress progress;
  const CrossValidation one = CrossValidate(fitter, data.folds, 5, 1, progress);
  const CrossValidation four = CrossValidate(fitter, data.folds, 5, 4, progress);
  EXPECT_EQ(one.losses, four.losses);
  EXPECT_EQ(one.solutions, four.solutions);
}

TEST(CrossValidate, TheLossOfAFoldIsThatOfAHeadThatNeverSawIt) {
  const Data data = NoisyClasses(90);
  const HeadFitter fitter(data.features, data.labels, 3);
  NoProgress progress;
  const CrossValidation validation = CrossValidate(fitter, data.folds, 5, 2, progress);
  std::vector<int> train;
  std::vector<int> held_out;
  for (int i = 0; i < 90; ++i) (data.folds[static_cast<size_t>(i)] == 2 ? held_out : train).push_back(i);
  EXPECT_EQ(validation.weights[2], static_cast<double>(held_out.size()));
  const auto alone = fitter.Fit(train, validation.lambdas[0], {}, [] { return false; });
  EXPECT_NEAR(validation.losses[2][0], fitter.Loss(alone, held_out), 1e-3);
}

TEST(CrossValidate, TheChoiceForAFoldIgnoresThatFold) {
  CrossValidation validation;
  validation.lambdas = {1, 2};
  validation.losses = {{0.0, 9.0}, {2.0, 1.0}, {2.0, 1.0}};
  validation.weights = {10, 10, 10};
  EXPECT_EQ(validation.Best(), 0u);
  EXPECT_EQ(validation.Best(0), 1u);
}

}  // namespace
}  // namespace easel::training
