#include "training/full/full.h"

#include <algorithm>
#include <cmath>

#include "graph/fold.h"
#include "graph/inline.h"
#include "runtime/engine.h"
#include "runtime/model.h"
#include "training/balance.h"
#include "training/engine/forecast.h"
#include "training/epochs.h"
#include "training/full/team.h"
#include "training/golden.h"

namespace easel::training {
namespace {

class FullRun {
 public:
  FullRun(const dataset::FrozenVersion& version, const OptionValues& options,
          const TrainingResources& resources, Progress& progress)
      : version_(version),
        options_(options),
        resources_(resources),
        progress_(progress),
        start_(resources.clock.SteadyMillis()),
        limit_(options.Has("time-limit") ? static_cast<int64_t>(options.Number("time-limit") * 1000) : 0),
        processes_(static_cast<int>(options.Integer("processes"))) {}

  Result<TrainedModel> Run() {
    EASEL_ASSIGN(task_,
                 FullTask::Prepare(FullPlan::From(options_, version_), version_, resources_, progress_));
    EASEL_TRY(Learn());
    EASEL_TRY(Assemble());
    EASEL_TRY(Judge());
    Summarise();
    ForgetRun(checkpoint_);
    return std::move(out_);
  }

 private:
  const FullPlan& Plan() const { return task_->plan; }
  int64_t Elapsed() const { return resources_.clock.SteadyMillis() - start_; }

  Status Learn() {
    const std::string key = CanonicalJson(json::object{
        {"manifest", version_.manifest.Hex()}, {"plan", Plan().ToJson()}, {"time-limit", limit_}});
    checkpoint_ = resources_.checkpoints / (Sha256(key).Hex() + ".checkpoint");
    EASEL_TRY(Foresee());
    FitOptions options = Options();
    options.is_over = [this] { return limit_ > 0 && Elapsed() > limit_ * 95 / 100; };
    const int64_t start = Elapsed();
    EASEL_ASSIGN(fitted_, FitTogether(*task_, version_.manifest, processes_, options, resources_, progress_));
    learning_seconds_ = static_cast<double>(Elapsed() - start) / 1000;
    return {};
  }

  FitOptions Options() const {
    FitOptions options = task_->Options(resources_.threads, processes_);
    options.checkpoint = checkpoint_;
    if (options_.Flag("tensorboard")) options.tensorboard = resources_.tensorboard;
    return options;
  }

  /// Says what the run will take, and has as many epochs as fit into the time. A run that goes on from a
  /// checkpoint keeps the number that it began with.
  Status Foresee() {
    progress_.Report("forecast", {"Measuring how long it will take", "正在估算所需时间"}, 0, 1);
    EASEL_ASSIGN(const Forecast forecast,
                 training::Foresee(task_->network.graph, task_->train, task_->Validation(), Options()));
    const double epoch = forecast.seconds / Plan().epochs;
    if (limit_ > 0) {
      const double left = static_cast<double>(limit_ * 9 / 10 - Elapsed()) / 1000;
      if (left < epoch) return TooLittleTime(epoch + static_cast<double>(Elapsed()) / 1000);
      int& epochs = task_->plan.epochs;
      const int fitting = std::min(epochs, static_cast<int>(left / epoch));
      EASEL_ASSIGN(epochs, EpochsWithinLimit(checkpoint_, fitting));
    }
    progress_.Event({{"kind", "forecast"},
                     {"seconds", epoch * Plan().epochs},
                     {"bytes", forecast.bytes},
                     {"epochs", Plan().epochs}});
    return {};
  }

  static std::unexpected<Error> TooLittleTime(double seconds) {
    const std::string needed = std::to_string(static_cast<int64_t>(std::ceil(seconds / 0.9)));
    return Fail(ErrorKind::kResources, "time-limit-too-short",
                {"The time limit is too short for the network to see every picture once: that takes about " +
                     needed + " s.",
                 "时间上限太短，网络无法看完每张图片一遍：约需 " + needed + " 秒。"},
                {"Allow more time, take a smaller network or smaller pictures, or train in quick mode.",
                 "请延长时间上限，选用更小的网络或图片，或使用快速模式。"});
  }

  Status Assemble() {
    progress_.Report("bundle", {"Putting the model together", "正在组装模型"}, 0, 1);
    EASEL_ASSIGN(graph::Graph folded, graph::FoldBatchNorm(fitted_.network));
    graph::GraphBuilder builder;
    const graph::Value& input = folded.At(folded.inputs[0]);
    const graph::ValueId picture = builder.Input(input.name, input.shape);
    const graph::ValueId logits = graph::Inline(builder, folded, {&picture, 1}, {}).front();
    graph::Bundle& bundle = out_.bundle;
    bundle.graph = builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
    bundle.task = "image-classification";
    bundle.labels = version_.classes;
    bundle.inputs.push_back({input.name, Plan().Transform().ToJson()});
    json::object options = options_.ToJson();
    options.erase("processes");  // they leave no trace in the model
    bundle.provenance = {{"mode", "full"},
                         {"options", std::move(options)},
                         {"plan", Plan().ToJson()},
                         {"manifest", version_.manifest.Hex()},
                         {"items", task_->parts.learners.size()},
                         {"epoch", fitted_.best_epoch},
                         {"engine", runtime::EngineName()}};
    EASEL_ASSIGN(model_, runtime::Model::Create(bundle));
    EASEL_TRY(AddGolden(version_.items, task_->parts.judges, resources_, *model_, bundle));
    return {};
  }

  Status Judge() {
    std::vector<evaluation::Candidate> candidates;
    for (const size_t i : task_->parts.judges) {
      const dataset::FrozenItem& item = version_.items[i];
      candidates.push_back(
          {item.hash, item.name, item.label, [this, &item] { return resources_.picture(item.hash); }});
    }
    EASEL_ASSIGN(std::vector<evaluation::Judgement> judged,
                 evaluation::Judge(*model_, resources_.decoder, candidates, resources_.threads, progress_));
    out_.report = evaluation::MakeReport(evaluation::Method::kHeldOut, 0, version_.classes, judged);
    for (evaluation::Judgement& judgement : judged) out_.judged.push_back({std::move(judgement), 0});
    Remark();
    return {};
  }

  void Remark() {
    std::vector<Text>& remarks = out_.remarks;
    if (!Plan().class_weights.empty()) remarks.push_back(BalanceRemark());
    const std::string epoch = std::to_string(fitted_.best_epoch);
    if (fitted_.diverged) {
      remarks.push_back(
          {"Training stopped when the loss was no number any more; the model is that of epoch " + epoch +
               ". A lower learning rate may help.",
           "训练因损失变为非数值而停止，模型取自第 " + epoch + " 轮。可尝试降低学习率。"});
    }
    if (fitted_.shard < Plan().shard) {
      const std::string batch = std::to_string(fitted_.batch);
      const std::string shard = std::to_string(fitted_.shard);
      remarks.push_back(
          {"The memory did not suffice for the whole batch: the network learnt from " + batch +
               " pictures a step, " + shard + " at a time.",
           "内存不足，无法一次处理整批图片：网络每步学习 " + batch + " 张图片，每次 " + shard + " 张。"});
    }
    if (fitted_.out_of_time) {
      remarks.push_back({"The time limit ended the training early; the model is that of epoch " + epoch + ".",
                         "训练因达到时间上限而提前结束，模型取自第 " + epoch + " 轮。"});
    }
  }

  void Summarise() {
    const graph::Cost cost = graph::CostOf(out_.bundle.graph);
    const std::string side = std::to_string(Plan().side);
    const double seconds = static_cast<double>(Elapsed()) / 1000;
    out_.summary = {
        {"seconds", seconds},
        {"model",
         {{"name", Plan().network + " " + side + "×" + side}, {"params", cost.params}, {"macs", cost.macs}}},
        {"metrics", out_.report.metrics.ToJson().at("metrics")},
        {"phases", {{"learning", learning_seconds_}, {"other", seconds - learning_seconds_}}},
        {"epochs", fitted_.history.size()},
        {"epoch", fitted_.best_epoch}};
  }

  const dataset::FrozenVersion& version_;
  const OptionValues& options_;
  const TrainingResources& resources_;
  Progress& progress_;
  const int64_t start_;
  const int64_t limit_;  ///< milliseconds; 0: none
  const int processes_;
  std::unique_ptr<FullTask> task_;
  std::filesystem::path checkpoint_;
  FitResult fitted_;
  double learning_seconds_ = 0;
  std::shared_ptr<runtime::Model> model_;
  TrainedModel out_;
};

}  // namespace

Result<TrainedModel> TrainFull(const dataset::FrozenVersion& version, const OptionValues& options,
                               const TrainingResources& resources, Progress& progress) {
  return FullRun(version, options, resources, progress).Run();
}

}  // namespace easel::training
