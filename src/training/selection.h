#pragma once

#include <functional>
#include <vector>

#include "base/progress.h"
#include "training/head.h"

namespace easel::training {

/// The regularisations that are tried, strongest first, for features whose mean squared norm is 1.
const std::vector<double>& RegularisationGrid();

/// Heads fitted for every fold along the grid: the choice of λ, and judges that never saw what they judge.
struct CrossValidation {
  std::vector<double> lambdas;                                      ///< a prefix of the grid
  std::vector<std::vector<double>> losses;                          ///< [fold][λ]: weighted mean loss on the fold's items
  std::vector<std::vector<HeadFitter::Coefficients>> solutions;     ///< [fold][λ]
  std::vector<double> weights;                                      ///< of each fold: the sum of its items' weights

  /// Index of the λ with the least loss over all folds but `without` (-1: over all).
  size_t Best(int without = -1) const;
  double MeanLoss(size_t lambda, int without = -1) const;
};

/// Fits every λ on every fold's complement. `fold_of[i]` in [0, folds), or -1 for rows that every fold learns from. Along
/// the path each fit starts from its neighbour. Folds run on up to `threads` threads; the result does not depend on how
/// many.
CrossValidation CrossValidate(const HeadFitter& fitter, const std::vector<int>& fold_of, int folds, int threads,
                              Progress& progress);

}  // namespace easel::training
