#include "training/thorough/tuning.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/parallel.h"
#include "dataset/folds.h"
#include "graph/cut.h"
#include "runtime/executor.h"
#include "training/assembly.h"
#include "training/head.h"
#include "training/selection.h"
#include "training/thorough/maps.h"
#include "training/view.h"

namespace easel::training {
namespace {

constexpr int kFolds = 5;
constexpr int64_t kMapBytes = int64_t{2} << 30;  // of maps kept in memory

/// The value between the blocks that run once and those that learn: the last one with fewer channels than the
/// first feature's block, which lies before all features. `name_of` gives a value's name in the graph.
std::string CutOf(const graph::Graph& graph, const FeatureBlock& first,
                  const std::function<std::string(const std::string&)>& name_of) {
  const auto output_of = [&](int block) -> graph::ValueId {
    const std::string name = "_blocks." + std::to_string(block);
    const graph::ValueId sum = graph.Find(name_of(name));
    return sum >= 0 ? sum : graph.Find(name_of(name + "._bn2"));
  };
  int block = std::stoi(first.layer.substr(std::string_view("blocks.").size()));
  const int64_t channels = graph.At(output_of(block)).shape.back();
  while (graph.At(output_of(block)).shape.back() == channels) --block;
  return graph.At(output_of(block)).name;
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
    view_.variant = plan.variant;
    view_.transform.width = view_.transform.height = plan.side;
    view_.transform.follow_orientation = true;  // a square does; so it agrees with the other views of a model
  }

  Result<TunedNetwork> Run() {
    EASEL_ASSIGN(backbone_, LoadBackbone(resources_.weights, plan_.variant));
    EASEL_TRY(LookOnce());
    EASEL_TRY(FitHead());
    EASEL_TRY(FitLastBlocks());
    return std::move(out_);
  }

 private:
  std::string CutIn(const graph::Graph& graph, const std::string& input) const {
    return CutOf(graph, features_.blocks.front(),
                 [&](const std::string& value) { return backbone_.name + "." + value + "@" + input; });
  }

  Status LookOnce() {
    features_ = MakeFeatureGraph(view_, backbone_);
    const std::vector<std::string> cut = {CutIn(features_.graph, "picture")};
    EASEL_ASSIGN(const graph::Graph front, graph::ExtractUpTo(features_.graph, cut));
    EASEL_ASSIGN(features_.graph, graph::ExtractTail(features_.graph, cut));
    const int64_t bytes =
        Maps::BytesOf(front.At(front.outputs[0]).shape) * static_cast<int64_t>(items_.size());
    const auto views = static_cast<int>(std::clamp<int64_t>(kMapBytes / bytes, 2, plan_.views));
    EASEL_ASSIGN(maps_, MakeMaps(front, {view_.transform, media::Augmentation::Light(), views, plan_.seed},
                                 items_, resources_, progress_));
    for (size_t i = 0; i < items_.size(); ++i) {
      labels_.push_back(items_[i].label);
      if (!maps_.of[i].empty()) (held_out_[i] ? judges_ : learners_).push_back(i);
    }
    return {};
  }

  /// The features of every learner and its mirror image, one row each.
  Result<Matrix> Features() const {
    Matrix rows(static_cast<Eigen::Index>(2 * learners_.size()), features_.size);
    std::vector<std::unique_ptr<runtime::Executor>> executors;
    for (int thread = 0; thread < resources_.threads; ++thread) {
      EASEL_ASSIGN(auto executor, runtime::Executor::Create(features_.graph));
      executors.push_back(std::move(executor));
    }
    EASEL_TRY(TryInParallel(2 * learners_.size(), resources_.threads, [&](size_t row, int thread) {
      const Maps::Map& half = maps_.of[learners_[row / 2]][row % 2];
      const std::vector<float> map(half.begin(), half.end());
      const std::span<const float> input(map);
      const std::span<float> output(rows.row(static_cast<Eigen::Index>(row)).data(),
                                    static_cast<size_t>(features_.size));
      return executors[static_cast<size_t>(thread)]->Run({&input, 1}, {&output, 1});
    }));
    return rows;
  }

  /// Quick mode's head for this view, with its regularisation chosen by cross-validation.
  Status FitHead() {
    EASEL_ASSIGN(Matrix rows, Features());
    const std::vector<ModelView> views = {{view_, &backbone_, features_.blocks}};
    const Scaling scaling = Scaling::Of(rows, BlocksOf(views));
    rows = scaling.Apply(rows);
    std::vector<dataset::FrozenItem> learners;
    for (const size_t i : learners_) learners.push_back(items_[i]);
    const std::vector<int> fold_of_item = dataset::StratifiedFolds(learners, kFolds, plan_.seed);
    std::vector<int> labels;
    std::vector<int> folds;
    std::vector<float> weights;
    for (size_t row = 0; row < 2 * learners_.size(); ++row) {
      labels.push_back(learners[row / 2].label);
      folds.push_back(fold_of_item[row / 2]);
      if (!plan_.class_weights.empty())
        weights.push_back(plan_.class_weights[static_cast<size_t>(labels.back())]);
    }
    const HeadFitter fitter(rows, labels, classes_, std::move(weights));
    const CrossValidation validation = CrossValidate(fitter, folds, kFolds, resources_.threads, progress_);
    if (progress_.IsCancelled()) return Cancelled();
    std::vector<int> all(labels.size());
    std::iota(all.begin(), all.end(), 0);
    const size_t best = validation.Best();
    const LinearHead head =
        fitter.Express(fitter.Fit(all, validation.lambdas[best], validation.solutions[0][best],
                                  [&] { return progress_.IsCancelled(); }),
                       rows);
    out_.graph = Assemble(views, scaling, head).graph;
    out_.graph.outputs = {out_.graph.Find("logits")};
    out_.graph = graph::DropUnused(out_.graph);
    out_.transform = view_.transform;
    return progress_.IsCancelled() ? Status(Cancelled()) : Status();
  }

  Status FitLastBlocks() {
    const std::vector<std::string> cut = {CutIn(out_.graph, InputName(0))};
    EASEL_ASSIGN(const graph::Graph tail, graph::ExtractTail(out_.graph, cut));
    FitOptions options;
    options.epochs = plan_.epochs;
    options.batch = 32;
    options.shard = 8;
    options.rate = plan_.rate;
    options.label_smoothing = 0;
    options.average = 0.98;
    options.optimiser.rule = Rule::kAdamW;
    options.optimiser.weight_decay = 0.01;
    options.class_weights = plan_.class_weights;
    options.checkpoint = plan_.checkpoint;
    options.seed = plan_.seed;
    options.threads = resources_.threads;
    options.is_over = [this] {
      return plan_.time_limit > 0 && resources_.clock.SteadyMillis() - start_ > plan_.time_limit;
    };
    const MapExamples learners(maps_, learners_, labels_, classes_);
    const MapExamples judges(maps_, judges_, labels_, classes_);
    EASEL_ASSIGN(FitResult fitted,
                 Fit(tail, learners, judges_.empty() ? nullptr : &judges, options, {}, progress_));
    for (const graph::Value& value : fitted.network.values) {
      if (value.is_constant())
        out_.graph.values.at(static_cast<size_t>(out_.graph.Find(value.name))).data = value.data;
    }
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
  View view_;
  Backbone backbone_;
  FeatureGraph features_;  ///< from the maps on
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
