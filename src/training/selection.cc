#include "training/selection.h"

#include <algorithm>
#include <atomic>
#include <limits>

#include "base/parallel.h"

namespace easel::training {

const std::vector<double>& RegularisationGrid() {
  static const std::vector<double> grid = {1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6};
  return grid;
}

double CrossValidation::MeanLoss(size_t lambda, int without) const {
  double sum = 0;
  double weight = 0;
  for (size_t fold = 0; fold < losses.size(); ++fold) {
    if (static_cast<int>(fold) == without) continue;
    sum += losses[fold][lambda] * weights[fold];
    weight += weights[fold];
  }
  return weight > 0 ? sum / weight : std::numeric_limits<double>::infinity();
}

size_t CrossValidation::Best(int without) const {
  if (losses.size() == 1) without = -1;
  size_t best = 0;
  for (size_t i = 1; i < lambdas.size(); ++i) {
    if (MeanLoss(i, without) < MeanLoss(best, without)) best = i;
  }
  return best;
}

CrossValidation CrossValidate(const HeadFitter& fitter, const std::vector<int>& fold_of, int folds, int threads,
                              Progress& progress) {
  CrossValidation out;
  out.lambdas = RegularisationGrid();
  const auto count = static_cast<size_t>(folds);
  out.losses.assign(count, std::vector<double>(out.lambdas.size()));
  out.solutions.assign(count, std::vector<HeadFitter::Coefficients>(out.lambdas.size()));
  out.weights.assign(count, 0);
  const Text text{"Fitting and cross-validating", "正在拟合并交叉验证"};
  const auto total = static_cast<int64_t>(count * out.lambdas.size());
  std::atomic<int64_t> done{0};
  ParallelFor(count, threads, [&](size_t fold, int) {
    std::vector<int> train;
    std::vector<int> held_out;
    for (size_t i = 0; i < fold_of.size(); ++i) {
      (fold_of[i] == static_cast<int>(fold) ? held_out : train).push_back(static_cast<int>(i));
    }
    out.weights[fold] = fitter.Weight(held_out);
    HeadFitter::Coefficients start;
    for (size_t i = 0; i < out.lambdas.size() && !progress.IsCancelled(); ++i) {
      start = fitter.Fit(train, out.lambdas[i], start, [&] { return progress.IsCancelled(); });
      out.losses[fold][i] = fitter.Loss(start, held_out);
      out.solutions[fold][i] = start;
      progress.Report("head", text, ++done, total);
    }
  });
  return out;
}

}  // namespace easel::training
