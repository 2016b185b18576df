#include "training/thorough/thorough.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/parallel.h"
#include "graph/inline.h"
#include "runtime/executor.h"
#include "runtime/model.h"
#include "training/balance.h"
#include "training/combination.h"
#include "training/golden.h"
#include "training/options.h"
#include "training/thorough/tuning.h"

namespace easel::training {
namespace {

using Rows = std::vector<std::vector<float>>;

std::string NetworkOf(const TuningPlan& plan) { return "efficientnet-lite" + std::to_string(plan.variant); }

class ThoroughRun {
 public:
  ThoroughRun(const dataset::FrozenVersion& version, const OptionValues& options,
              const TrainingResources& resources, Progress& progress)
      : version_(version),
        options_(options),
        resources_(resources),
        progress_(progress),
        start_(resources.clock.SteadyMillis()),
        limit_(options.Has("time-limit") ? static_cast<int64_t>(options.Number("time-limit") * 1000) : 0) {}

  Result<TrainedModel> Run() {
    EASEL_ASSIGN(out_, Quick());
    ChooseJudges();
    const TuningPlan plan = Plan();
    if (limit_ > 0 && plan.time_limit < limit_ / 4)
      return Without({"There was no time left to fine-tune a network.", "没有剩余时间进行网络微调。"});
    EASEL_ASSIGN(const TunedNetwork tuned,
                 Tune(plan, version_.items, held_out_, Classes(), resources_, progress_));
    std::error_code ignored;
    std::filesystem::remove(plan.checkpoint, ignored);
    if (tuned.history.empty())
      return Without({"The time did not suffice to fine-tune a network.", "时间不足以完成网络微调。"});
    EASEL_ASSIGN(const Rows second, LogitsOf(tuned));
    const Combination combination = Combination::Choose(first_, second, labels_);
    if (combination.second == 0) {
      return Without({"Fine-tuning a network did not make the model better; it was left out.",
                      "网络微调未能提升模型，因此未采用。"});
    }
    EASEL_TRY(Combine(tuned, combination, plan));
    EASEL_TRY(Report(second, combination));
    Summarise(tuned, combination, plan);
    return std::move(out_);
  }

 private:
  int Classes() const { return static_cast<int>(version_.classes.size()); }

  TuningPlan Plan() const {
    TuningPlan plan;
    plan.seed = static_cast<uint64_t>(options_.Integer("seed"));
    const std::string run = version_.manifest.Hex() + CanonicalJson(options_.ToJson());
    plan.checkpoint = resources_.checkpoints / (Sha256(run).Hex() + ".checkpoint");
    if (limit_ > 0) plan.time_limit = limit_ * 95 / 100 - (resources_.clock.SteadyMillis() - start_);
    std::vector<int64_t> counts(version_.classes.size(), 0);
    for (size_t i = 0; i < version_.items.size(); ++i) {
      if (!held_out_[i]) ++counts[static_cast<size_t>(version_.items[i].label)];
    }
    plan.class_weights = ClassWeights(options_, counts);
    return plan;
  }

  Result<TrainedModel> Quick() {
    json::object given = options_.ToJson();
    constexpr double kShareOfHead = 0.55;  // of the time limit
    constexpr double kForAllViews =
        7 * 24 * 3600;  // so that without a limit the result does not depend on time
    given["time-limit"] =
        limit_ > 0 ? std::max(1.0, static_cast<double>(limit_) * kShareOfHead / 1000) : kForAllViews;
    EASEL_ASSIGN(const OptionValues quick, OptionValues::Parse(TrainOptions(), given));
    return TrainQuick(version_, quick, resources_, progress_);
  }

  /// The pictures that neither model learns from: those of fold 0, or all that quick mode held out.
  void ChooseJudges() {
    std::map<Hash, size_t> places;
    for (size_t i = 0; i < version_.items.size(); ++i) places[version_.items[i].hash] = i;
    held_out_.assign(version_.items.size(), false);
    for (Judged& judged : out_.judged) {
      if (judged.fold != 0) continue;
      const size_t place = places.at(judged.judgement.hash);
      held_out_[place] = true;
      judges_.push_back(place);
      labels_.push_back(judged.judgement.label);
      std::vector<float>& logits = first_.emplace_back();
      constexpr float kLeast = 1e-30F;
      for (const float score : judged.judgement.scores) logits.push_back(std::log(std::max(score, kLeast)));
    }
  }

  Result<TrainedModel> Without(Text remark) {
    out_.remarks.push_back(std::move(remark));
    out_.bundle.provenance["mode"] = "thorough";
    out_.bundle.provenance["options"] = options_.ToJson();
    return std::move(out_);
  }

  /// The tuned network's answers to the judges' pictures.
  Result<Rows> LogitsOf(const TunedNetwork& tuned) const {
    Rows rows(judges_.size(), std::vector<float>(version_.classes.size()));
    std::vector<std::unique_ptr<runtime::Executor>> executors;
    for (int thread = 0; thread < resources_.threads; ++thread) {
      EASEL_ASSIGN(auto executor, runtime::Executor::Create(tuned.graph));
      executors.push_back(std::move(executor));
    }
    EASEL_TRY(TryInParallel(judges_.size(), resources_.threads, [&](size_t i, int thread) -> Status {
      std::vector<float> picture(static_cast<size_t>(tuned.transform.width) *
                                 static_cast<size_t>(tuned.transform.height) * 3);
      EASEL_TRY(View(version_.items[judges_[i]].hash, tuned.transform, picture));
      const std::span<const float> input(picture);
      const std::span<float> output(rows[i]);
      return executors[static_cast<size_t>(thread)]->Run({&input, 1}, {&output, 1});
    }));
    return rows;
  }

  Status View(const Hash& hash, const media::ImageTransform& transform, std::span<float> out) const {
    EASEL_ASSIGN(const Bytes bytes, resources_.picture(hash));
    EASEL_ASSIGN(const auto decoded,
                 resources_.decoder.Decode(bytes, {.min_side = transform.decode_min_side}));
    media::Apply(transform, decoded.image, out);
    return {};
  }

  /// Both networks in one graph, and the golden pictures anew.
  Status Combine(const TunedNetwork& tuned, const Combination& combination, const TuningPlan& plan) {
    graph::Bundle& bundle = out_.bundle;
    graph::GraphBuilder builder;
    std::vector<graph::ValueId> inputs;
    for (const graph::ValueId id : bundle.graph.inputs) {
      const graph::Value& value = bundle.graph.At(id);
      inputs.push_back(builder.Input(value.name, value.shape));
    }
    graph::Graph quick = bundle.graph;
    quick.outputs = {quick.Find("logits")};
    const graph::ValueId first = graph::Inline(builder, quick, inputs, {}).front();
    const std::string name = "picture" + std::to_string(inputs.size());
    const graph::ValueId picture = builder.Input(name, tuned.graph.At(tuned.graph.inputs[0]).shape);
    const graph::ValueId second =
        graph::Inline(builder, tuned.graph, {&picture, 1}, {.prefix = "tuned/", .suffix = {}}).front();
    bundle.graph = builder.Finish({BuildCombination(builder, first, second, combination)});
    bundle.inputs.push_back({name, tuned.transform.ToJson()});
    bundle.provenance["mode"] = "thorough";
    bundle.provenance["options"] = options_.ToJson();
    bundle.provenance["tuned"] = {{"network", NetworkOf(plan)},
                                  {"side", plan.side},
                                  {"epochs", plan.epochs},
                                  {"transform", tuned.transform.ToJson()}};
    EASEL_ASSIGN(const auto model, runtime::Model::Create(bundle));
    return ScoreGolden(*model, resources_.decoder, bundle.golden);
  }

  /// What both together say of the judges' pictures, computed by the shipping runtime.
  Status Report(const Rows& second, const Combination& combination) {
    graph::GraphBuilder builder;
    const graph::ValueId a = builder.Input("first", {1, Classes()});
    const graph::ValueId b = builder.Input("second", {1, Classes()});
    const graph::Graph graph = builder.Finish({BuildCombination(builder, a, b, combination)});
    EASEL_ASSIGN(const auto executor, runtime::Executor::Create(graph));
    std::vector<evaluation::Judgement> judgements;
    for (size_t i = 0; i < judges_.size(); ++i) {
      const dataset::FrozenItem& item = version_.items[judges_[i]];
      evaluation::Judgement judgement{item.hash, item.name, item.label,
                                      std::vector<float>(version_.classes.size())};
      const std::array<std::span<const float>, 2> inputs = {first_[i], second[i]};
      const std::span<float> output(judgement.scores);
      EASEL_TRY(executor->Run(inputs, {&output, 1}));
      judgements.push_back(std::move(judgement));
    }
    out_.report = evaluation::MakeReport(evaluation::Method::kHeldOut, 0, version_.classes, judgements);
    return {};
  }

  void Summarise(const TunedNetwork& tuned, const Combination& combination, const TuningPlan& plan) {
    const graph::Cost cost = graph::CostOf(out_.bundle.graph);
    json::object& model = out_.summary["model"].as_object();
    model["name"] = std::string(model["name"].as_string()) + " + tuned " + NetworkOf(plan) + " " +
                    std::to_string(plan.side) + "×" + std::to_string(plan.side);
    model["params"] = cost.params;
    model["macs"] = cost.macs;
    out_.summary["metrics"] = out_.report.metrics.ToJson().at("metrics");
    const double quick = out_.summary["seconds"].to_number<double>();
    const double seconds = static_cast<double>(resources_.clock.SteadyMillis() - start_) / 1000;
    out_.summary["seconds"] = seconds;
    out_.summary["phases"].as_object()["tuning"] = seconds - quick;
    out_.summary["tuning"] = {{"epochs", tuned.history.size()},
                              {"alone", tuned.history.back().accuracy},
                              {"weight", combination.second / (combination.first + combination.second)}};
  }

  const dataset::FrozenVersion& version_;
  const OptionValues& options_;
  const TrainingResources& resources_;
  Progress& progress_;
  const int64_t start_;
  const int64_t limit_;  ///< milliseconds; 0: none
  TrainedModel out_;
  std::vector<bool> held_out_;  ///< per item of the version
  std::vector<size_t> judges_;  ///< places of the items that judge
  std::vector<int> labels_;     ///< of the judges
  Rows first_;                  ///< quick mode's log scores of the judges, by heads that never saw them
};

}  // namespace

Result<TrainedModel> TrainThorough(const dataset::FrozenVersion& version, const OptionValues& options,
                                   const TrainingResources& resources, Progress& progress) {
  return ThoroughRun(version, options, resources, progress).Run();
}

}  // namespace easel::training
