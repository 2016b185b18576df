#include "training/quick.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <numeric>

#include "base/random.h"
#include "dataset/folds.h"
#include "graph/cut.h"
#include "runtime/engine.h"
#include "runtime/executor.h"
#include "runtime/model.h"
#include "training/assembly.h"
#include "training/balance.h"
#include "training/extraction.h"
#include "training/golden.h"
#include "training/plan.h"
#include "training/selection.h"

namespace easel::training {
namespace {

constexpr int kFolds = 5;

std::unexpected<Error> TooLittleTime() {
  return Fail(ErrorKind::kResources, "time-limit-too-short",
              {"The time limit is too short to look at two pictures of each class.", "时间上限太短，无法查看每类至少两张图片。"},
              {"Allow more time.", "请延长时间上限。"});
}

/// One run, phase by phase.
class QuickRun {
 public:
  QuickRun(const dataset::FrozenVersion& version, const OptionValues& options, const TrainingResources& resources,
           Progress& progress)
      : version_(version), options_(options), resources_(resources), progress_(progress),
        seed_(static_cast<uint64_t>(options.Integer("seed"))) {
    budget_.start = resources.clock.SteadyMillis();
    if (options.Has("time-limit")) budget_.limit = static_cast<int64_t>(options.Number("time-limit") * 1000);
    provenance_["options"] = options.ToJson();
  }

  Result<TrainedModel> Run() {
    OrderItems();
    EASEL_TRY(Look());
    EASEL_TRY(KeepUsable());
    EASEL_TRY(Divide());
    EASEL_TRY(Fit());
    EASEL_TRY(Assemble());
    EASEL_TRY(Judge());
    return Finish();
  }

 private:
  /// Round-robin over the classes, so that a time limit that cuts the list short leaves a balanced part.
  void OrderItems() {
    std::vector<std::vector<dataset::FrozenItem>> by_class(version_.classes.size());
    for (const dataset::FrozenItem& item : version_.items) by_class[static_cast<size_t>(item.label)].push_back(item);
    for (size_t round = 0; items_.size() < version_.items.size(); ++round) {
      for (const auto& members : by_class) {
        if (round < members.size()) items_.push_back(members[round]);
      }
    }
  }

  Status Look() {
    std::vector<InputSize> sizes;
    for (const dataset::FrozenItem& item : items_) sizes.push_back({item.width, item.height});
    std::vector<View> views = ViewsOf(sizes);
    if (options_.Text("mode") == "quick") views.resize(kQuickViews);
    for (const View& view : views) {
      EASEL_ASSIGN(const Backbone* backbone, Load(view.variant));
      FeatureGraph features = MakeFeatureGraph(view, *backbone);
      const bool is_first = taken_.empty();
      if (!is_first) {
        if (budget_.limit == 0) break;
        EASEL_ASSIGN(const double forecast, ForecastMillis(features.graph));
        if (!budget_.Fits(resources_.clock.SteadyMillis(), forecast)) break;
      }
      EASEL_ASSIGN(ViewFeatures seen, ExtractView(view, *backbone, features, items_, resources_,
                                                  budget_.ExtractionDeadline(), progress_));
      const bool is_whole = std::ranges::count(seen.present, true) + seen.broken == std::ssize(items_);
      if (!is_first && !is_whole) break;  // the forecast was wrong: what is there already must do
      decode_seconds_ += seen.decode_seconds / resources_.threads;
      forward_seconds_ += seen.forward_seconds / resources_.threads;
      views_.push_back({view, backbone, std::move(features.blocks)});
      taken_.push_back(std::move(seen));
    }
    return {};
  }

  /// What a view of all items takes by the time of one inference now. Cached features do not count, so that a second run
  /// under the same limit does not differ for having them.
  Result<double> ForecastMillis(const graph::Graph& network) const {
    EASEL_ASSIGN(const auto executor, runtime::Executor::Create(network));
    const auto& shape = network.At(network.inputs[0]).shape;
    const std::vector<float> picture(static_cast<size_t>(shape[1] * shape[2] * shape[3]));
    std::vector<float> result(static_cast<size_t>(network.At(network.outputs[0]).shape.back()));
    const std::span<const float> input(picture);
    const std::span<float> output(result);
    constexpr int kRuns = 5;
    EASEL_TRY(executor->Run({&input, 1}, {&output, 1}));
    const int64_t start = resources_.clock.SteadyMillis();
    for (int run = 0; run < kRuns; ++run) EASEL_TRY(executor->Run({&input, 1}, {&output, 1}));
    const double millis = static_cast<double>(resources_.clock.SteadyMillis() - start) / kRuns;
    constexpr double kDecoding = 1.2;  // decoding and resizing on top
    return kDecoding * millis * static_cast<double>(items_.size()) / resources_.threads;
  }

  Result<const Backbone*> Load(int variant) {
    auto& slot = backbones_[variant];
    if (!slot) {
      EASEL_ASSIGN(Backbone backbone, LoadBackbone(resources_.weights, variant));
      slot = std::make_unique<Backbone>(std::move(backbone));
    }
    return slot.get();
  }

  /// Drops the items that were not reached or cannot be decoded any more.
  Status KeepUsable() {
    std::vector<int> left(version_.classes.size(), 0);
    for (size_t i = 0; i < items_.size(); ++i) {
      const bool usable = std::ranges::all_of(taken_, [&](const ViewFeatures& view) { return view.present[i]; });
      if (!usable) continue;
      kept_.push_back(static_cast<Eigen::Index>(i));
      ++left[static_cast<size_t>(items_[i].label)];
    }
    if (std::ranges::min(left) < 2) return TooLittleTime();
    for (ViewFeatures& seen : taken_) {
      view_rows_.push_back(kept_.size() == static_cast<size_t>(seen.rows.rows()) ? std::move(seen.rows)
                                                                                 : Matrix(seen.rows(kept_, Eigen::all)));
    }
    taken_.clear();
    std::vector<dataset::FrozenItem> kept_items;
    for (const Eigen::Index i : kept_) kept_items.push_back(items_[static_cast<size_t>(i)]);
    items_ = std::move(kept_items);
    return {};
  }

  /// Which items are held out of training altogether, for the report: none means cross-validation.
  std::vector<bool> HeldOut() const {
    std::vector<bool> held_out(items_.size(), false);
    bool marked = false;
    for (size_t i = 0; i < items_.size(); ++i) {
      held_out[i] = dataset::IsHeldOut(items_[i].split);
      marked = marked || held_out[i];
    }
    if (!marked && items_.size() >= kHeldOutItems) {
      const std::vector<int> fold = dataset::StratifiedFolds(items_, kFolds, seed_);
      for (size_t i = 0; i < items_.size(); ++i) held_out[i] = fold[i] == 0;
    }
    return held_out;
  }

  /// Who learns, in which fold, and what each counts.
  Status Divide() {
    std::vector<dataset::FrozenItem> learners;
    const std::vector<bool> held_out = HeldOut();
    for (size_t i = 0; i < items_.size(); ++i) {
      (held_out[i] ? judged_ : learner_places_).push_back(i);
      if (held_out[i]) continue;
      learners.push_back(items_[i]);
      learner_rows_.push_back(static_cast<Eigen::Index>(i));
    }
    std::vector<int64_t> per_class(version_.classes.size(), 0);
    for (const dataset::FrozenItem& item : learners) {
      labels_.push_back(item.label);
      ++per_class[static_cast<size_t>(item.label)];
    }
    if (std::ranges::min(per_class) < 2) {
      const auto few = static_cast<size_t>(std::ranges::min_element(per_class) - per_class.begin());
      return Fail(ErrorKind::kBadInput, "class-too-small",
                  {"A class needs at least two pictures to learn from.", "每个类别至少需要两张用于训练的图片。"},
                  {"Add pictures, or mark fewer of them as validation.", "请添加图片，或减少标记为验证的图片。"},
                  version_.classes[few]);
    }
    if (const std::vector<float> class_weights = ClassWeights(options_, per_class); !class_weights.empty()) {
      for (const int label : labels_) weights_.push_back(class_weights[static_cast<size_t>(label)]);
      remarks_.push_back(BalanceRemark());
    }
    folds_ = dataset::StratifiedFolds(learners, kFolds, seed_);
    // With many items one fold is enough to choose the regularisation by.
    if (learners.size() >= kHeldOutItems) {
      for (int& fold : folds_) fold = fold == 0 ? 0 : -1;
      used_folds_ = 1;
    }
    return {};
  }

  /// A head on the first views, cross-validated.
  struct Trial {
    Scaling scaling;
    Matrix features;  ///< learners × D, scaled
    HeadFitter fitter;
    CrossValidation validation;

    double loss() const { return validation.MeanLoss(validation.Best()); }
  };

  Trial Try(size_t views) const {
    Eigen::Index columns = 0;
    for (size_t v = 0; v < views; ++v) columns += view_rows_[v].cols();
    Matrix features(static_cast<Eigen::Index>(items_.size()), columns);
    Eigen::Index column = 0;
    for (size_t v = 0; v < views; ++v) {
      features.middleCols(column, view_rows_[v].cols()) = view_rows_[v];
      column += view_rows_[v].cols();
    }
    Scaling scaling =
        Scaling::Of(features, BlocksOf({views_.begin(), views_.begin() + static_cast<std::ptrdiff_t>(views)}));
    features = scaling.Apply(features);
    if (learner_rows_.size() < items_.size()) features = Matrix(features(learner_rows_, Eigen::all));
    HeadFitter fitter(features, labels_, Classes(), weights_);
    CrossValidation validation = CrossValidate(fitter, folds_, used_folds_, resources_.threads, progress_);
    return {std::move(scaling), std::move(features), std::move(fitter), std::move(validation)};
  }

  int Classes() const { return static_cast<int>(version_.classes.size()); }

  /// The views beyond quick mode's are taken when cross-validation likes all of them together better.
  Status Fit() {
    Trial trial = Try(std::min(views_.size(), kQuickViews));
    if (views_.size() > kQuickViews) {
      Trial all = Try(views_.size());
      if (all.loss() < trial.loss()) {
        trial = std::move(all);
      } else {
        views_.resize(kQuickViews);
        view_rows_.resize(kQuickViews);
      }
    }
    if (progress_.IsCancelled()) return Cancelled();
    const auto& [scaling, features, fitter, validation] = trial;
    scaling_ = scaling;
    const size_t best = validation.Best();
    lambda_ = validation.lambdas[best];
    for (size_t i = 0; i < validation.lambdas.size(); ++i) {
      progress_.Event({{"kind", "cross-validation"}, {"lambda", validation.lambdas[i]}, {"loss", validation.MeanLoss(i)},
                       {"accuracy", fitter.Accuracy(validation.solutions, i, folds_)}});
    }
    std::vector<int> all(labels_.size());
    std::iota(all.begin(), all.end(), 0);
    const auto near = validation.solutions[0][best];
    head_ = fitter.Express(fitter.Fit(all, lambda_, near, [&] { return progress_.IsCancelled(); }), features);
    if (judged_.empty()) {
      for (int fold = 0; fold < used_folds_; ++fold) {
        fold_heads_.push_back(
            fitter.Express(validation.solutions[static_cast<size_t>(fold)][validation.Best(fold)], features));
      }
    }
    return progress_.IsCancelled() ? Status(Cancelled()) : Status();
  }

  Status Assemble() {
    progress_.Report("bundle", {"Putting the model together", "正在组装模型"}, 0, 1);
    model_ = training::Assemble(views_, scaling_, head_);
    json::array views;
    for (size_t v = 0; v < views_.size(); ++v) {
      const json::object transform = views_[v].view.transform.ToJson();
      bundle_.inputs.push_back({InputName(v), transform});
      views.push_back({{"network", views_[v].backbone->name},
                       {"weights", views_[v].backbone->weights_hash.Hex()},
                       {"transform", transform}});
    }
    bundle_.task = "image-classification";
    bundle_.labels = version_.classes;
    bundle_.graph = model_.graph;
    provenance_["mode"] = "quick";
    provenance_["manifest"] = version_.manifest.Hex();
    provenance_["items"] = items_.size();
    provenance_["lambda"] = lambda_;
    provenance_["views"] = std::move(views);
    provenance_["engine"] = runtime::EngineName();
    bundle_.provenance = provenance_;
    return AddGolden();
  }

  /// Also checks that cached features give what the whole bundle computes.
  Status AddGolden() {
    EASEL_ASSIGN(const auto model, runtime::Model::Create(bundle_));
    EASEL_ASSIGN(const graph::Graph tail, graph::ExtractTail(model_.graph, model_.feature_names));
    EASEL_ASSIGN(const auto resumed, runtime::Executor::Create(tail));
    std::vector<size_t> all(items_.size());
    std::iota(all.begin(), all.end(), size_t{0});
    EASEL_ASSIGN(const std::vector<size_t> golden, training::AddGolden(items_, all, resources_, *model, bundle_));
    for (size_t g = 0; g < golden.size(); ++g) {
      EASEL_ASSIGN(const std::vector<float> from_cache, Resume(*resumed, golden[g]));
      if (bundle_.golden[g].scores != from_cache) {
        return Fail(ErrorKind::kInternal, "feature-cache-differs",
                    {"Cached features differ from what the network computes now.", "缓存的特征与网络当前的计算结果不一致。"},
                    {"Delete the folder cache/features and train again.", "请删除 cache/features 文件夹后重新训练。"},
                    bundle_.golden[g].name);
      }
    }
    return {};
  }

  /// The scores of item `i` from its cached features.
  Result<std::vector<float>> Resume(runtime::Executor& tail, size_t i) const {
    std::vector<std::span<const float>> inputs;
    for (const Matrix& rows : view_rows_) {
      inputs.emplace_back(rows.row(static_cast<Eigen::Index>(i)).data(), static_cast<size_t>(rows.cols()));
    }
    std::vector<float> scores(version_.classes.size());
    const std::span<float> output(scores);
    EASEL_TRY(tail.Run(inputs, {&output, 1}));
    return scores;
  }

  Status Judge() {
    const bool cross_validated = judged_.empty();
    if (cross_validated) judged_ = learner_places_;
    const auto total = static_cast<int64_t>(judged_.size());
    std::vector<std::unique_ptr<runtime::Executor>> judges;
    std::vector<graph::Graph> tails;
    if (cross_validated) {
      for (const LinearHead& head : fold_heads_) tails.push_back(AssembleTail(views_, scaling_, head));
    } else {
      EASEL_ASSIGN(graph::Graph tail, graph::ExtractTail(model_.graph, model_.feature_names));
      tails.push_back(std::move(tail));
    }
    for (const graph::Graph& tail : tails) {
      EASEL_ASSIGN(auto judge, runtime::Executor::Create(tail));
      judges.push_back(std::move(judge));
    }
    std::vector<evaluation::Judgement> judgements;
    for (size_t place = 0; place < judged_.size(); ++place) {
      const size_t i = judged_[place];
      const size_t judge = cross_validated ? static_cast<size_t>(folds_[place]) : 0;
      EASEL_ASSIGN(std::vector<float> scores, Resume(*judges[judge], i));
      judgements.push_back({items_[i].hash, items_[i].name, items_[i].label, std::move(scores)});
      if (place % 256 == 0) {
        progress_.Report("evaluate", {"Evaluating", "正在评估"}, static_cast<int64_t>(place), total);
      }
    }
    const auto method = cross_validated ? evaluation::Method::kCrossValidation : evaluation::Method::kHeldOut;
    report_ = evaluation::MakeReport(method, cross_validated ? kFolds : 0, version_.classes, judgements);
    for (size_t place = 0; place < judgements.size(); ++place) {
      judged_items_.push_back({std::move(judgements[place]), cross_validated ? folds_[place] : 0});
    }
    if (items_.size() < version_.items.size()) {
      const std::string used = std::to_string(items_.size());
      const std::string all = std::to_string(version_.items.size());
      remarks_.push_back({"The model learnt from " + used + " of " + all +
                                     " pictures: the others did not fit into the time limit or can no longer be read.",
                                 "模型使用了 " + all + " 张图片中的 " + used + " 张：其余图片超出时间上限或已无法读取。"});
    }
    return {};
  }

  Result<TrainedModel> Finish() {
    const graph::Cost cost = graph::CostOf(bundle_.graph);
    std::string name;
    for (const ModelView& view : views_) {
      name += (name.empty() ? "" : " + ") + view.backbone->name + " " +
              std::to_string(view.view.transform.width) + "×" + std::to_string(view.view.transform.height);
    }
    const double seconds = static_cast<double>(resources_.clock.SteadyMillis() - budget_.start) / 1000;
    TrainedModel out{std::move(bundle_), std::move(report_), {}, std::move(judged_items_), std::move(remarks_)};
    const evaluation::ClassificationMetrics& metrics = out.report.metrics;
    out.summary = {{"seconds", seconds},
                   {"model", {{"name", name}, {"params", cost.params}, {"macs", cost.macs}}},
                   {"metrics", metrics.ToJson().at("metrics")},
                   {"phases", {{"decode", decode_seconds_}, {"forward", forward_seconds_},
                               {"other", seconds - decode_seconds_ - forward_seconds_}}}};
    return out;
  }

  const dataset::FrozenVersion& version_;
  const OptionValues& options_;
  const TrainingResources& resources_;
  Progress& progress_;
  const uint64_t seed_;
  TimeBudget budget_;
  json::object provenance_;
  std::map<int, std::unique_ptr<Backbone>> backbones_;
  std::vector<dataset::FrozenItem> items_;
  std::vector<Eigen::Index> kept_;
  std::vector<ModelView> views_;
  std::vector<ViewFeatures> taken_;     ///< per view, of all items; empty after KeepUsable
  std::vector<Matrix> view_rows_;       ///< per view: kept items × D
  Scaling scaling_;
  std::vector<size_t> learner_places_;  ///< items that the head learns from
  std::vector<size_t> judged_;          ///< items of the report
  std::vector<Eigen::Index> learner_rows_;  ///< the same, for Eigen
  std::vector<int> labels_;             ///< per learner, like the next two
  std::vector<float> weights_;          ///< empty: all the same
  std::vector<int> folds_;
  int used_folds_ = kFolds;
  double lambda_ = 0;
  LinearHead head_;
  std::vector<LinearHead> fold_heads_;  ///< of cross-validation
  AssembledModel model_;
  graph::Bundle bundle_;
  evaluation::Report report_;
  std::vector<Judged> judged_items_;
  std::vector<Text> remarks_;
  double decode_seconds_ = 0;
  double forward_seconds_ = 0;
};

}  // namespace

Result<TrainedModel> TrainQuick(const dataset::FrozenVersion& version, const OptionValues& options,
                                const TrainingResources& resources, Progress& progress) {
  return QuickRun(version, options, resources, progress).Run();
}

}  // namespace easel::training
