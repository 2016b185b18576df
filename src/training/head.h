#pragma once

#include <Eigen/Core>
#include <functional>
#include <vector>

namespace easel::training {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// scores = softmax(weight · feature + bias).
struct LinearHead {
  Matrix weight;          ///< classes × features
  Eigen::VectorXf bias;   ///< classes
};

/// Multinomial logistic regression on features that are computed once: minimises
///   weighted mean over rows of −log softmax(W z + b)[label]  +  λ/2 · ‖W‖²     (the bias is not regularised)
/// by L-BFGS (Nocedal 1980; liblbfgs). All fits, whatever their rows and λ, share one basis: with fewer rows than
/// features the rows are expressed in the Cholesky basis of their Gram matrix, which leaves every inner product and so
/// every solution as it is (representer theorem), and makes a fit cheap. Deterministic; const methods are thread-safe.
class HeadFitter {
 public:
  /// `features`: rows × features; `labels[i]` in [0, classes); `weights[i]` ≥ 0 is how often row i counts (empty: all
  /// once). Keeps its own copy of what it needs.
  HeadFitter(const Matrix& features, std::vector<int> labels, int classes, std::vector<float> weights = {});

  /// A solution in the shared basis: (basis + 1) × classes, the last row is the bias.
  using Coefficients = Matrix;

  /// Fits on the given rows, from `start` (empty: zeros). `is_cancelled` is asked at every step; a cancelled fit returns
  /// where it got.
  Coefficients Fit(const std::vector<int>& rows, double lambda, const Coefficients& start,
                   const std::function<bool()>& is_cancelled) const;

  /// Weighted mean loss (natural logarithm) of a solution on the given rows, without the penalty.
  double Loss(const Coefficients& coefficients, const std::vector<int>& rows) const;

  /// Sum of the weights of the given rows.
  double Weight(const std::vector<int>& rows) const;

  /// The share of items that the solution of their own fold gets right: `solutions[fold][which]`, `fold_of` as in
  /// CrossValidate (rows of fold -1 are left out).
  double Accuracy(const std::vector<std::vector<Coefficients>>& solutions, size_t which,
                  const std::vector<int>& fold_of) const;

  /// The solution as a head on the features given at construction.
  LinearHead Express(const Coefficients& coefficients, const Matrix& features) const;

 private:
  /// The chosen rows in the shared basis, with their labels and weights.
  struct Sample {
    Matrix rows;
    std::vector<int> labels;
    std::vector<float> weights;
    double weight = 0;  ///< the sum
  };
  struct Objective;
  Sample Choose(const std::vector<int>& rows) const;

  std::vector<int> labels_;
  std::vector<float> weights_;
  int classes_;
  Matrix basis_;         ///< the rows in the shared basis
  bool rotated_ = false; ///< basis_ is the Cholesky factor, not the features themselves
};

}  // namespace easel::training
