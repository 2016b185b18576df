#include "training/thorough/tuning.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/parallel.h"
#include "dataset/folds.h"
#include "graph/cut.h"
#include "graph/fold.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "runtime/executor.h"
#include "training/head.h"
#include "training/selection.h"
#include "training/thorough/maps.h"
#include "training/view.h"

namespace easel::training {
namespace {

constexpr int kFolds = 5;

std::vector<float>& Constant(graph::Graph& graph, const std::string& name) {
  return graph.values.at(static_cast<size_t>(graph.Find(name))).data;
}

class TuningRun {
 public:
  TuningRun(const TuningPlan& plan, const std::vector<dataset::FrozenItem>& items,
            const std::vector<bool>& held_out, int classes, const TrainingResources& resources,
            Progress& progress)
      : plan_(plan),
        items_(items),
        held_out_(held_out),
        classes_(classes),
        resources_(resources),
        progress_(progress),
        start_(resources.clock.SteadyMillis()) {
    out_.transform.width = out_.transform.height = plan.side;
    out_.transform.follow_orientation = true;  // a square does; so it agrees with the other views of a model
  }

  Result<TunedNetwork> Run() {
    EASEL_TRY(Load());
    EASEL_TRY(LookOnce());
    EASEL_TRY(FitClassifier());
    EASEL_TRY(FitLastStages());
    return std::move(out_);
  }

 private:
  Status Load() {
    EASEL_ASSIGN(network_,
                 graph::BuildNetwork(plan_.network, {.resolution = plan_.side, .classes = classes_}));
    EASEL_ASSIGN(const ShippedWeights weights, LoadShippedWeights(resources_.weights, plan_.network));
    EASEL_TRY(graph::LoadWeights(network_, weights.tensors));
    const std::vector<std::string> cut = {network_.stages.at(plan_.frozen_stages - 1)};
    EASEL_ASSIGN(const graph::Graph front, graph::ExtractUpTo(network_.graph, cut));
    EASEL_ASSIGN(front_, graph::FoldBatchNorm(front));
    EASEL_ASSIGN(tail_, graph::ExtractTail(network_.graph, cut));
    return {};
  }

  Status LookOnce() {
    EASEL_ASSIGN(maps_, MakeMaps(front_, out_.transform, items_, resources_, progress_));
    for (size_t i = 0; i < items_.size(); ++i) {
      labels_.push_back(items_[i].label);
      if (!maps_.upright[i].empty()) (held_out_[i] ? judges_ : learners_).push_back(i);
    }
    return {};
  }

  /// The features in front of the classifier for every learner and its mirror image, one row each.
  Result<Matrix> Features() const {
    EASEL_ASSIGN(graph::Graph part, graph::ExtractUpTo(tail_, std::vector<std::string>{network_.features}));
    EASEL_ASSIGN(part, graph::FoldBatchNorm(part));
    const int64_t width = part.At(part.outputs[0]).shape.back();
    Matrix rows(static_cast<Eigen::Index>(2 * learners_.size()), width);
    std::vector<std::unique_ptr<runtime::Executor>> executors;
    for (int thread = 0; thread < resources_.threads; ++thread) {
      EASEL_ASSIGN(auto executor, runtime::Executor::Create(part));
      executors.push_back(std::move(executor));
    }
    EASEL_TRY(TryInParallel(2 * learners_.size(), resources_.threads, [&](size_t row, int thread) {
      const auto& maps = row % 2 == 0 ? maps_.upright : maps_.mirrored;
      const std::vector<float> map(maps[learners_[row / 2]].begin(), maps[learners_[row / 2]].end());
      const std::span<const float> input(map);
      const std::span<float> output(rows.row(static_cast<Eigen::Index>(row)).data(),
                                    static_cast<size_t>(width));
      return executors[static_cast<size_t>(thread)]->Run({&input, 1}, {&output, 1});
    }));
    return rows;
  }

  /// The classifier on frozen features, with its regularisation chosen by cross-validation.
  Status FitClassifier() {
    EASEL_ASSIGN(Matrix features, Features());
    const Eigen::RowVectorXf mean = features.colwise().mean();
    features.rowwise() -= mean;
    const double norm = features.cast<double>().squaredNorm() / static_cast<double>(features.rows());
    const auto scale = static_cast<float>(1 / std::sqrt(std::max(norm, 1e-12)));
    features *= scale;
    std::vector<dataset::FrozenItem> learners;
    for (const size_t i : learners_) learners.push_back(items_[i]);
    const std::vector<int> fold_of_item = dataset::StratifiedFolds(learners, kFolds, plan_.seed);
    std::vector<int> labels;
    std::vector<int> folds;
    for (size_t row = 0; row < 2 * learners_.size(); ++row) {
      labels.push_back(learners[row / 2].label);
      folds.push_back(fold_of_item[row / 2]);
    }
    const HeadFitter fitter(features, labels, classes_);
    const CrossValidation validation = CrossValidate(fitter, folds, kFolds, resources_.threads, progress_);
    if (progress_.IsCancelled()) return Cancelled();
    std::vector<int> all(labels.size());
    std::iota(all.begin(), all.end(), 0);
    const size_t best = validation.Best();
    const LinearHead head =
        fitter.Express(fitter.Fit(all, validation.lambdas[best], validation.solutions[0][best],
                                  [&] { return progress_.IsCancelled(); }),
                       features);
    const Matrix weight = head.weight * scale;
    const Eigen::VectorXf bias = head.bias - weight * mean.transpose();
    Constant(tail_, network_.classifier + ".weight").assign(weight.data(), weight.data() + weight.size());
    Constant(tail_, network_.classifier + ".bias").assign(bias.data(), bias.data() + bias.size());
    return {};
  }

  Status FitLastStages() {
    FitOptions options;
    options.epochs = plan_.epochs;
    options.batch = 32;
    options.shard = 8;
    options.rate = plan_.rate;
    options.label_smoothing = 0.1;
    options.batch_statistics = false;
    options.average = 0.98;
    options.seed = plan_.seed;
    options.threads = resources_.threads;
    options.is_over = [this] {
      return plan_.time_limit > 0 && resources_.clock.SteadyMillis() - start_ > plan_.time_limit;
    };
    const MapExamples learners(maps_, learners_, labels_, classes_);
    const MapExamples judges(maps_, judges_, labels_, classes_);
    EASEL_ASSIGN(FitResult fitted,
                 Fit(tail_, learners, judges_.empty() ? nullptr : &judges, options, {}, progress_));
    for (const graph::Value& value : fitted.network.values) {
      if (value.is_constant()) Constant(network_.graph, value.name) = value.data;
    }
    EASEL_ASSIGN(out_.graph, graph::FoldBatchNorm(network_.graph));
    out_.history = std::move(fitted.history);
    out_.out_of_time = fitted.out_of_time;
    return {};
  }

  const TuningPlan& plan_;
  const std::vector<dataset::FrozenItem>& items_;
  const std::vector<bool>& held_out_;
  const int classes_;
  const TrainingResources& resources_;
  Progress& progress_;
  const int64_t start_;
  graph::Network network_;
  graph::Graph front_;  ///< folded
  graph::Graph tail_;   ///< as it learns
  Maps maps_;
  std::vector<int> labels_;
  std::vector<size_t> learners_;
  std::vector<size_t> judges_;
  TunedNetwork out_;
};

}  // namespace

Result<TunedNetwork> Tune(const TuningPlan& plan, const std::vector<dataset::FrozenItem>& items,
                          const std::vector<bool>& held_out, int classes, const TrainingResources& resources,
                          Progress& progress) {
  return TuningRun(plan, items, held_out, classes, resources, progress).Run();
}

}  // namespace easel::training
