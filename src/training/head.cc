#include "training/head.h"

#include <lbfgs.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace easel::training {
namespace {

/// Turns logits into probabilities in place and returns the sum of the weighted losses.
double SoftmaxLoss(Matrix& logits, const std::vector<int>& labels, const std::vector<float>& weights) {
  double loss = 0;
  for (Eigen::Index i = 0; i < logits.rows(); ++i) {
    auto row = logits.row(i);
    row.array() -= row.maxCoeff();
    const float truth = row(labels[static_cast<size_t>(i)]);
    row = row.array().exp().matrix();
    const float sum = row.sum();
    const double own = std::log(static_cast<double>(sum)) - static_cast<double>(truth);
    loss += static_cast<double>(weights[static_cast<size_t>(i)]) * own;
    row /= sum;
  }
  return loss;
}

}  // namespace

/// What L-BFGS asks for at every step.
struct HeadFitter::Objective {
  const Sample& sample;
  int classes;
  double lambda;
  const std::function<bool()>& is_cancelled;

  static lbfgsfloatval_t Evaluate(void* instance, const lbfgsfloatval_t* x, lbfgsfloatval_t* gradient, int n,
                                  lbfgsfloatval_t) {
    const auto& self = *static_cast<const Objective*>(instance);
    using DoubleMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const DoubleMatrix> all(x, n / self.classes, self.classes);
    Eigen::Map<DoubleMatrix> slope(gradient, n / self.classes, self.classes);
    const Eigen::Index basis = all.rows() - 1;
    const Matrix weight = all.topRows(basis).cast<float>();
    const Matrix& rows = self.sample.rows;
    const std::vector<int>& labels = self.sample.labels;
    const std::vector<float>& weights = self.sample.weights;
    Matrix logits = rows * weight;
    logits.rowwise() += all.row(basis).cast<float>();
    const double total = self.sample.weight;
    const double loss = SoftmaxLoss(logits, labels, weights) / total;
    for (Eigen::Index i = 0; i < logits.rows(); ++i) {
      const auto row = static_cast<size_t>(i);
      logits(i, labels[row]) -= 1.0f;
      logits.row(i) *= weights[row];
    }
    const Matrix product = rows.transpose() * logits;
    slope.topRows(basis) = product.cast<double>() / total + self.lambda * all.topRows(basis);
    slope.row(basis) = logits.colwise().sum().cast<double>() / total;
    return loss + self.lambda / 2 * all.topRows(basis).squaredNorm();
  }

  static int Step(void* instance, const lbfgsfloatval_t*, const lbfgsfloatval_t*, lbfgsfloatval_t, lbfgsfloatval_t,
                  lbfgsfloatval_t, lbfgsfloatval_t, int, int, int) {
    return static_cast<const Objective*>(instance)->is_cancelled() ? 1 : 0;
  }
};

HeadFitter::HeadFitter(const Matrix& features, std::vector<int> labels, int classes, std::vector<float> weights)
    : labels_(std::move(labels)), weights_(std::move(weights)), classes_(classes),
      rotated_(2 * features.rows() < features.cols()) {
  if (weights_.empty()) weights_.assign(labels_.size(), 1);
  if (!rotated_) {
    basis_ = features;
    return;
  }
  Eigen::MatrixXd gram(features.rows(), features.rows());
  {
    const Matrix product = features * features.transpose();
    gram = product.cast<double>();
  }
  // Equal rows make the Gram matrix singular; this much is far below what a fit can resolve.
  gram.diagonal().array() += 1e-5 * gram.trace() / static_cast<double>(gram.rows());
  basis_ = Eigen::MatrixXd(gram.llt().matrixL()).cast<float>();
}

HeadFitter::Sample HeadFitter::Choose(const std::vector<int>& rows) const {
  Sample out;
  out.rows.resize(static_cast<Eigen::Index>(rows.size()), basis_.cols());
  for (size_t i = 0; i < rows.size(); ++i) {
    out.rows.row(static_cast<Eigen::Index>(i)) = basis_.row(rows[i]);
    out.labels.push_back(labels_[static_cast<size_t>(rows[i])]);
    out.weights.push_back(weights_[static_cast<size_t>(rows[i])]);
  }
  out.weight = Weight(rows);
  return out;
}

double HeadFitter::Weight(const std::vector<int>& rows) const {
  double sum = 0;
  for (const int row : rows) sum += static_cast<double>(weights_[static_cast<size_t>(row)]);
  return sum;
}

HeadFitter::Coefficients HeadFitter::Fit(const std::vector<int>& rows, double lambda, const Coefficients& start,
                                         const std::function<bool()>& is_cancelled) const {
  const Sample sample = Choose(rows);
  const Eigen::Index size = (basis_.cols() + 1) * classes_;
  Eigen::VectorXd x = Eigen::VectorXd::Zero(size);
  if (start.size() == size) x = Eigen::Map<const Eigen::VectorXf>(start.data(), size).cast<double>();
  Objective objective{sample, classes_, lambda, is_cancelled};
  lbfgs_parameter_t parameters;
  lbfgs_parameter_init(&parameters);
  parameters.m = 10;
  parameters.epsilon = 1e-7;        // size of the gradient relative to the weights …
  parameters.past = 5;              // … or relative decrease of the objective over five steps
  parameters.delta = 1e-4;
  parameters.max_iterations = 300;
  // Stopping early for lack of floating-point progress is as good an end as the tolerance: the point is the best found.
  lbfgs(static_cast<int>(size), x.data(), nullptr, &Objective::Evaluate, &Objective::Step, &objective, &parameters);
  return Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
             x.data(), basis_.cols() + 1, classes_)
      .cast<float>();
}

double HeadFitter::Loss(const Coefficients& coefficients, const std::vector<int>& rows) const {
  const Eigen::Index basis = basis_.cols();
  const Sample sample = Choose(rows);
  if (sample.weight == 0) return 0;
  Matrix logits = sample.rows * coefficients.topRows(basis);
  logits.rowwise() += coefficients.row(basis);
  return SoftmaxLoss(logits, sample.labels, sample.weights) / sample.weight;
}

double HeadFitter::Accuracy(const std::vector<std::vector<Coefficients>>& solutions, size_t which,
                            const std::vector<int>& fold_of) const {
  int64_t right = 0;
  int64_t count = 0;
  const Eigen::Index basis = basis_.cols();
  for (size_t i = 0; i < fold_of.size(); ++i) {
    if (fold_of[i] < 0) continue;
    const Coefficients& solution = solutions[static_cast<size_t>(fold_of[i])][which];
    Eigen::Index best = 0;
    (basis_.row(static_cast<Eigen::Index>(i)) * solution.topRows(basis) + solution.row(basis)).maxCoeff(&best);
    right += best == labels_[i] ? 1 : 0;
    ++count;
  }
  return count > 0 ? static_cast<double>(right) / static_cast<double>(count) : 0;
}

LinearHead HeadFitter::Express(const Coefficients& coefficients, const Matrix& features) const {
  const Eigen::Index basis = basis_.cols();
  LinearHead head;
  head.bias = coefficients.row(basis).transpose();
  if (!rotated_) {
    head.weight = coefficients.topRows(basis).transpose();
    return head;
  }
  // features = L Qᵀ with orthonormal Q, so the weight in feature space is Q v = featuresᵀ L⁻ᵀ v.
  const Eigen::MatrixXd dual = basis_.cast<double>().triangularView<Eigen::Lower>().transpose().solve(
      Eigen::MatrixXd(coefficients.topRows(basis).cast<double>()));
  head.weight = (features.transpose() * dual.cast<float>()).transpose();
  return head;
}

}  // namespace easel::training
