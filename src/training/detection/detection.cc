#include "training/detection/detection.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "runtime/engine.h"
#include "runtime/model.h"
#include "training/detection/examples.h"
#include "training/detection/loss.h"
#include "training/detection/monitor.h"
#include "training/detection/network.h"
#include "training/detection/plan.h"
#include "training/engine/fit.h"
#include "training/engine/forecast.h"
#include "training/epochs.h"
#include "training/golden.h"

namespace easel::training {
namespace {

constexpr int kLooksAtJudges = 10;     // while it learns, at least, or as many as there are epochs
constexpr double kLookingShare = 0.3;  // of a time limit, for looking at the views

constexpr float kMinScore = 0.02F;    // average precision counts unlikely boxes too
constexpr size_t kFewestFound = 100;  // boxes of a picture, that a model may find
constexpr size_t kMostFound = 1000;   // what a bundle allows

/// Epochs from one look at the judges to the next.
int EpochsPerLook(int epochs) { return std::max(1, epochs / kLooksAtJudges); }

/// Looks at the judges, that after the last epoch included.
int LooksIn(int epochs) { return (epochs + EpochsPerLook(epochs) - 1) / EpochsPerLook(epochs); }

std::filesystem::path ViewsNote(const std::filesystem::path& checkpoint) {
  return checkpoint.string() + ".views";
}

/// Scale, proportions, mirror images and colours; nothing that would take the boxes off their objects.
media::Augmentation Augmentation() {
  media::Augmentation augmentation;
  augmentation.crop = 0.5;
  augmentation.stretch = 0.2;
  augmentation.flip = 0.5;
  augmentation.brightness = 0.25;
  augmentation.contrast = 0.25;
  augmentation.saturation = 0.3;
  augmentation.hue = 4;
  return augmentation;
}

std::unexpected<Error> NoBoxes() {
  return Fail(ErrorKind::kBadInput, "no-boxes",
              {"No picture to learn from has a box.", "用于学习的图片中没有任何标注框。"},
              {"Draw boxes around the objects, or import them.", "请为目标画框，或导入已有标注。"});
}

std::unexpected<Error> TooLittleTime(double seconds) {
  const std::string needed = std::to_string(static_cast<int64_t>(std::ceil(seconds)));
  return Fail(
      ErrorKind::kResources, "time-limit-too-short",
      {"The time limit is too short to look at every picture once: that takes about " + needed + " s.",
       "时间上限太短，无法学习每张图片一遍：约需 " + needed + " 秒。"},
      {"Allow more time, or smaller pictures (--side).", "请延长时间上限，或减小图片尺寸（--side）。"});
}

class DetectionRun {
 public:
  DetectionRun(const dataset::FrozenVersion& version, const OptionValues& options,
               const TrainingResources& resources, Progress& progress)
      : version_(version),
        options_(options),
        resources_(resources),
        progress_(progress),
        start_(resources.clock.SteadyMillis()),
        limit_(options.Has("time-limit") ? options.Number("time-limit") : 0),
        plan_(DetectionPlan::From(options, version)) {}

  Result<TrainedDetector> Run() {
    EASEL_ASSIGN(parts_, BuildDetector(plan_, version_.classes.size(), resources_));
    parts_.tail.detector.min_score = kMinScore;
    EASEL_ASSIGN(const Pictures pictures,
                 Pictures::Load(version_.items, plan_.Transform(), MediaBudget(), resources_, progress_));
    division_ = DivideBoxed(version_.items, pictures.usable(), plan_.seed);
    const auto has_boxes = [&](size_t i) { return !version_.items[i].boxes.empty(); };
    if (std::ranges::none_of(division_.learners, has_boxes)) return NoBoxes();
    parts_.tail.detector.max_boxes = MostFound();
    if (!plan_.is_full) {
      EASEL_ASSIGN(plan_.views, MappedViews::CountWithin(MediaBudget(), MappedViews::BytesOf(parts_.front),
                                                         division_, plan_.views));
    }
    NameCheckpoint();
    const BoxViews views(pictures, Augmentation(), plan_.mosaics, division_.learners);
    EASEL_TRY(plan_.is_full
                  ? Learn(DrawnViews(views, division_.learners), DrawnViews(views, division_.judges))
                  : LearnFromMaps(views));
    EASEL_TRY(Assemble());
    EASEL_TRY(Judge());
    Summarise();
    ForgetRun(checkpoint_);
    ForgetRun(ViewsNote(checkpoint_));
    return std::move(out_);
  }

 private:
  double Elapsed() const { return static_cast<double>(resources_.clock.SteadyMillis() - start_) / 1000; }

  /// Twice as many as a picture ever had.
  int MostFound() const {
    size_t most = 0;
    for (const size_t i : division_.learners) most = std::max(most, version_.items[i].boxes.size());
    return static_cast<int>(std::clamp(2 * most, kFewestFound, kMostFound));
  }

  /// By all that decides the run but what is chosen by the clock, which is noted beside the checkpoint.
  void NameCheckpoint() {
    const std::string key = CanonicalJson(json::object{
        {"manifest", version_.manifest.Hex()}, {"plan", plan_.ToJson()}, {"options", options_.ToJson()}});
    checkpoint_ = resources_.checkpoints / (Sha256(key).Hex() + ".checkpoint");
  }

  Status LearnFromMaps(const BoxViews& views) {
    if (limit_ > 0) {
      EASEL_ASSIGN(const int fitting, ViewsWithinLimit(views));
      EASEL_ASSIGN(plan_.views, EpochsWithinLimit(ViewsNote(checkpoint_), fitting));
    }
    const double before = Elapsed();
    EASEL_ASSIGN(const MappedViews maps, MappedViews::Make(parts_.front, views, division_.learners,
                                                           plan_.views, plan_.seed, resources_, progress_));
    looking_ = Elapsed() - before;
    QuietProgress quiet(progress_);
    EASEL_ASSIGN(const MappedViews judges,
                 MappedViews::Make(parts_.front, views, division_.judges, 1, plan_.seed, resources_, quiet));
    return Learn(maps, judges);
  }

  Result<int> ViewsWithinLimit(const BoxViews& views) {
    EASEL_ASSIGN(const double look, SecondsOfLook(views));
    const double elapsed = Elapsed();
    const double judges =
        static_cast<double>(division_.judges.size()) / static_cast<double>(division_.learners.size());
    const double once = elapsed + look * (1 + judges);
    if (once > limit_) return TooLittleTime(once);
    const double fitting = (limit_ * kLookingShare - elapsed) / look;
    return static_cast<int>(std::clamp(fitting, 1.0, static_cast<double>(plan_.views)));
  }

  /// How many of so many pictures are enough to measure.
  size_t FewOf(size_t count) const {
    return std::min<size_t>(count, 4 * static_cast<size_t>(resources_.threads));
  }

  /// Of one view of every learner.
  Result<double> SecondsOfLook(const BoxViews& views) {
    const size_t count = FewOf(division_.learners.size());
    const std::vector<size_t> few(division_.learners.begin(),
                                  division_.learners.begin() + static_cast<std::ptrdiff_t>(count));
    QuietProgress quiet(progress_);
    const double before = Elapsed();
    EASEL_TRY(MappedViews::Make(parts_.front, views, few, 1, plan_.seed, resources_, quiet));
    return (Elapsed() - before) * static_cast<double>(division_.learners.size()) / static_cast<double>(count);
  }

  DetectionMonitor MonitorOf(const Examples& judges, size_t count) const {
    std::vector<const dataset::FrozenItem*> items;
    for (const size_t i : std::span(division_.judges).first(count)) items.push_back(&version_.items[i]);
    return {judges, std::move(items), parts_.tail.detector, version_.classes.size(), resources_.threads};
  }

  /// Of one look of the whole network at every judge.
  Result<double> SecondsOfJudging(const Examples& judges) const {
    const size_t count = FewOf(division_.judges.size());
    if (count == 0) return 0.0;
    const double before = Elapsed();
    EASEL_TRY(MonitorOf(judges, count).Map50(parts_.tail.graph, progress_));
    return (Elapsed() - before) * static_cast<double>(division_.judges.size()) / static_cast<double>(count);
  }

  Status Learn(const Examples& examples, const Examples& judges) {
    const graph::Graph& network = parts_.tail.graph;
    const auto classes = static_cast<int64_t>(version_.classes.size());
    FitOptions options;
    options.epochs = plan_.epochs;
    options.batch = 4;
    options.shard = 2;
    options.rate = plan_.rate;
    options.average = 0.998;
    options.optimiser.rule = Rule::kAdamW;
    options.optimiser.weight_decay = 0.05;
    for (const std::string& prefix : parts_.slowly) options.optimiser.rate_factors.emplace_back(prefix, 0.1);
    options.loss = DetectionLoss(parts_.tail.detector, network, classes);
    options.loss_name = "detection";
    options.seed = plan_.seed;
    options.threads = resources_.threads;
    options.checkpoint = checkpoint_;
    options.checkpoint_steps = 500;
    options.is_over = [this] { return limit_ > 0 && Elapsed() + JudgingSeconds() > limit_ * 0.97; };
    if (plan_.is_full) {
      EASEL_ASSIGN(judging_, SecondsOfJudging(judges));
    }
    EASEL_TRY(Foresee(examples, options));
    const DetectionMonitor monitor = MonitorOf(judges, division_.judges.size());
    options.monitor = [&](int epoch, const graph::Graph& now) -> Result<json::object> {
      const bool is_due = epoch % EpochsPerLook(options.epochs) == 0 || epoch == options.epochs;
      if (division_.judges.empty() || !is_due) return json::object();
      EASEL_ASSIGN(const double map50, monitor.Map50(now, progress_));
      return json::object{{"map50", map50}};
    };
    const double before = Elapsed();
    EASEL_ASSIGN(fitted_, Fit(network, examples, nullptr, options, {}, progress_));
    learning_ = Elapsed() - before;
    return {};
  }

  /// Says what the run will take, and has as many epochs as fit into the time. A run that goes on from a
  /// checkpoint keeps the number that it began with.
  Status Foresee(const Examples& examples, FitOptions& options) {
    progress_.Report("forecast", {"Measuring how long it will take", "正在估算所需时间"}, 0, 1);
    EASEL_ASSIGN(const Forecast forecast, training::Foresee(parts_.tail.graph, examples, nullptr, options));
    const double epoch = forecast.seconds / options.epochs;
    const auto seconds_of = [&](int epochs) { return epoch * epochs + judging_ * LooksIn(epochs); };
    if (limit_ > 0) {
      const double around = Elapsed() + JudgingSeconds();
      int fitting = options.epochs;
      while (fitting > 0 && seconds_of(fitting) > limit_ * 0.95 - around) --fitting;
      if (fitting == 0) return TooLittleTime((seconds_of(1) + around) / 0.95);
      EASEL_ASSIGN(options.epochs, EpochsWithinLimit(checkpoint_, fitting));
    }
    plan_.epochs = options.epochs;
    progress_.Event({{"kind", "forecast"},
                     {"seconds", seconds_of(options.epochs)},
                     {"bytes", forecast.bytes},
                     {"epochs", options.epochs}});
    return {};
  }

  /// About, at the end: two looks at a judge, each as long as one at a learner's view or as one meanwhile; in
  /// quick mode those meanwhile are short, and counted in.
  double JudgingSeconds() const {
    if (plan_.is_full) return 2 * judging_;
    const double views = static_cast<double>(division_.learners.size()) * plan_.views;
    return 2.5 * looking_ / views * static_cast<double>(division_.judges.size());
  }

  Status Assemble() {
    progress_.Report("bundle", {"Putting the model together", "正在组装模型"}, 0, 1);
    graph::Bundle& bundle = out_.bundle;
    EASEL_ASSIGN(bundle.graph, Joined(parts_.front, fitted_.network));
    bundle.task = "object-detection";
    bundle.detector = parts_.tail.detector;
    bundle.labels = version_.classes;
    bundle.inputs.push_back({"picture", plan_.Transform().ToJson()});
    bundle.provenance = {{"mode", plan_.is_full ? "full" : "quick"},
                         {"options", options_.ToJson()},
                         {"plan", plan_.ToJson()},
                         {"weights", parts_.weights},
                         {"manifest", version_.manifest.Hex()},
                         {"items", division_.learners.size()},
                         {"engine", runtime::EngineName()}};
    return {};
  }

  Status Judge() {
    EASEL_ASSIGN(const auto model, runtime::Model::Create(out_.bundle));
    std::vector<evaluation::BoxedCandidate> candidates;
    for (const size_t i : division_.judges) {
      const dataset::FrozenItem& item = version_.items[i];
      std::vector<evaluation::TrueBox> truth;
      for (const dataset::FrozenBox& box : item.boxes)
        truth.push_back({box.box, box.label, box.difficult, box.crowd});
      candidates.push_back(
          {item.hash, item.name, std::move(truth), [this, &item] { return resources_.picture(item.hash); }});
    }
    EASEL_ASSIGN(
        std::vector<evaluation::JudgedCandidate> judged,
        evaluation::JudgeDetector(*model, resources_.decoder, candidates, resources_.threads, progress_));
    out_.report = evaluation::MakeDetectionReport(true, version_.classes, std::move(judged), {});
    out_.bundle.detector->threshold = static_cast<float>(out_.report.threshold);
    if (fitted_.diverged) {
      const std::string epoch = std::to_string(fitted_.best_epoch);
      out_.report.remarks.push_back(
          {"Training stopped when the loss was no number any more; the model is that of epoch " + epoch +
               ". Another seed may help.",
           "训练因损失变为非数值而停止，模型取自第 " + epoch + " 轮。可尝试更换随机种子。"});
    }
    if (fitted_.out_of_time) {
      out_.report.remarks.push_back(
          {"The time limit ended the training early.", "训练因达到时间上限而提前结束。"});
    }
    std::vector<size_t> golden = division_.judges.empty() ? division_.learners : division_.judges;
    EASEL_TRY(AddGolden(version_.items, golden, resources_, *model, out_.bundle));
    return {};
  }

  void Summarise() {
    const graph::Cost cost = graph::CostOf(out_.bundle.graph);
    const std::string name =
        plan_.network + " " + std::to_string(plan_.width) + "×" + std::to_string(plan_.height);
    const double seconds = Elapsed();
    out_.summary = {
        {"seconds", seconds},
        {"model", {{"name", name}, {"params", cost.params}, {"macs", cost.macs}}},
        {"metrics", out_.report.MetricsToJson()},
        {"phases",
         {{"looking", looking_}, {"learning", learning_}, {"other", seconds - looking_ - learning_}}},
        {"epochs", fitted_.history.size()},
        {"views", plan_.views}};
  }

  const dataset::FrozenVersion& version_;
  const OptionValues& options_;
  const TrainingResources& resources_;
  Progress& progress_;
  const int64_t start_;
  const double limit_;  ///< seconds; 0: none
  DetectionPlan plan_;
  DetectorParts parts_;
  DetectionParts division_;
  std::filesystem::path checkpoint_;
  FitResult fitted_;
  double looking_ = 0;
  double judging_ = 0;  ///< in full mode, once
  double learning_ = 0;
  TrainedDetector out_;
};

}  // namespace

Result<TrainedDetector> TrainDetector(const dataset::FrozenVersion& version, const OptionValues& options,
                                      const TrainingResources& resources, Progress& progress) {
  if (options.Text("network") == "mobilenet-ssd" && options.Text("mode") != "full") {
    return Fail(ErrorKind::kUsage, "network-needs-full-mode",
                {"mobilenet-ssd learns from nothing, which quick mode does not do.",
                 "mobilenet-ssd 从零开始训练，quick 模式不支持。"},
                {"Add --mode full.", "请使用 --mode full。"}, "network");
  }
  return DetectionRun(version, options, resources, progress).Run();
}

}  // namespace easel::training
