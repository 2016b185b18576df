#include "training/sound/heads.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "training/selection.h"

namespace easel::training {
namespace {

Matrix Joined(const std::vector<Matrix>& features, const std::vector<size_t>& views,
              const std::vector<Eigen::Index>& rows) {
  Eigen::Index columns = 0;
  for (const size_t view : views) columns += features[view].cols();
  Matrix joined(static_cast<Eigen::Index>(rows.size()), columns);
  Eigen::Index column = 0;
  for (const size_t view : views) {
    joined.middleCols(column, features[view].cols()) = features[view](rows, Eigen::all);
    column += features[view].cols();
  }
  return joined;
}

/// Heads on some of the views.
struct Trial {
  std::vector<size_t> views;
  Scaling scaling;
  Matrix features;  ///< scaled
  HeadFitter fitter;
  CrossValidation validation;

  SoundHead Express(const HeadFitter::Coefficients& solution, size_t lambda) const {
    return {views, scaling, fitter.Express(solution, features), validation.lambdas[lambda]};
  }
};

Trial Try(std::vector<size_t> views, const std::vector<Matrix>& features,
          const std::vector<std::vector<FeatureBlock>>& blocks, const HeadLesson& lesson, int threads,
          Progress& progress) {
  Matrix rows = Joined(features, views, lesson.rows);
  std::vector<std::vector<FeatureBlock>> layout;
  for (const size_t view : views) layout.push_back(blocks[view]);
  Scaling scaling = Scaling::Of(rows, layout);
  rows = scaling.Apply(rows);
  HeadFitter fitter(rows, lesson.labels, lesson.classes, lesson.weights);
  CrossValidation validation = CrossValidate(fitter, lesson.folds, lesson.count, threads, progress);
  return {std::move(views), std::move(scaling), std::move(rows), std::move(fitter), std::move(validation)};
}

struct Choice {
  size_t trial = 0;
  size_t lambda = 0;
};

/// The best by all folds but `without`.
Choice BestOf(const std::vector<Trial>& trials, int without) {
  Choice best;
  double least = std::numeric_limits<double>::infinity();
  for (size_t trial = 0; trial < trials.size(); ++trial) {
    const CrossValidation& validation = trials[trial].validation;
    const size_t lambda = validation.Best(without);
    const double loss = validation.MeanLoss(lambda, validation.losses.size() == 1 ? -1 : without);
    if (loss < least) {
      least = loss;
      best = {trial, lambda};
    }
  }
  return best;
}

}  // namespace

Result<SoundHeads> FitSoundHeads(const std::vector<Matrix>& features,
                                 const std::vector<std::vector<FeatureBlock>>& blocks,
                                 const HeadLesson& lesson, int threads, Progress& progress) {
  std::vector<size_t> all(features.size());
  std::iota(all.begin(), all.end(), size_t{0});
  std::vector<std::vector<size_t>> subsets;
  for (const size_t view : all) subsets.push_back({view});
  if (all.size() > 1) subsets.push_back(all);
  std::vector<Trial> trials;
  for (std::vector<size_t>& subset : subsets) {
    trials.push_back(Try(std::move(subset), features, blocks, lesson, threads, progress));
    if (progress.IsCancelled()) return Cancelled();
    const CrossValidation& validation = trials.back().validation;
    const size_t best = validation.Best();
    json::array views;
    for (const size_t view : trials.back().views) views.push_back(view);
    progress.Event({{"kind", "cross-validation"},
                    {"views", std::move(views)},
                    {"lambda", validation.lambdas[best]},
                    {"loss", validation.MeanLoss(best)},
                    {"accuracy", trials.back().fitter.Accuracy(validation.solutions, best, lesson.folds)}});
  }
  SoundHeads heads;
  for (int fold = 0; fold < lesson.count; ++fold) {
    const Choice choice = BestOf(trials, fold);
    const Trial& trial = trials[choice.trial];
    heads.folds.push_back(
        trial.Express(trial.validation.solutions[static_cast<size_t>(fold)][choice.lambda], choice.lambda));
  }
  const Choice choice = BestOf(trials, -1);
  const Trial& trial = trials[choice.trial];
  std::vector<int> rows(lesson.rows.size());
  std::iota(rows.begin(), rows.end(), 0);
  const auto near = trial.validation.solutions[0][choice.lambda];
  heads.shipped = trial.Express(trial.fitter.Fit(rows, trial.validation.lambdas[choice.lambda], near,
                                                 [&] { return progress.IsCancelled(); }),
                                choice.lambda);
  if (progress.IsCancelled()) return Cancelled();
  return heads;
}

std::vector<float> LogitsOf(const SoundHead& head, const std::vector<Matrix>& features, Eigen::Index row) {
  const Matrix joined = head.scaling.Apply(Joined(features, head.views, {row}));
  const Eigen::VectorXf logits = head.head.weight * joined.row(0).transpose() + head.head.bias;
  return {logits.data(), logits.data() + logits.size()};
}

}  // namespace easel::training
