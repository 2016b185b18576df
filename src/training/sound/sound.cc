#include "training/sound/sound.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "base/parallel.h"
#include "evaluation/golden.h"
#include "media/encode/wav.h"
#include "runtime/engine.h"
#include "runtime/model.h"
#include "training/balance.h"
#include "training/combination.h"
#include "training/sound/division.h"
#include "training/sound/fold_networks.h"
#include "training/sound/judge.h"

namespace easel::training {
namespace {

using Rows = std::vector<std::vector<float>>;

constexpr size_t kMostWindows = 24;    // of a clip, that a head learns from: the loudest
constexpr size_t kMostRows = 20'000;   // of all clips together
constexpr double kEnoughLearnt = 0.7;  // share of its epochs that a network to be shipped has to have had

std::unexpected<Error> TooLittleTime() {
  return Fail(ErrorKind::kResources, "time-limit-too-short",
              {"The time limit is too short to listen to every recording once.",
               "时间上限太短，无法听完每段录音一遍。"},
              {"Allow more time.", "请延长时间上限。"});
}

class SoundRun {
 public:
  SoundRun(MakeSoundNetworks make, const dataset::FrozenVersion& version, const OptionValues& options,
           const TrainingResources& resources, Progress& progress)
      : make_(make),
        version_(version),
        options_(options),
        resources_(resources),
        progress_(progress),
        start_(resources.clock.SteadyMillis()),
        limit_(options.Has("time-limit") ? options.Number("time-limit") : 0) {}

  Result<TrainedModel> Run() {
    EASEL_TRY(Read());
    EASEL_TRY(Listen());
    EASEL_TRY(FitHeads());
    if (make_ != nullptr && plan_.epochs > 0) {
      EASEL_TRY(LearnNetworks());
    }
    EASEL_TRY(Assemble());
    EASEL_TRY(Judge());
    Summarise();
    if (fold_networks_) fold_networks_->Forget();
    return std::move(out_);
  }

 private:
  double Elapsed() const { return static_cast<double>(resources_.clock.SteadyMillis() - start_) / 1000; }
  int Classes() const { return static_cast<int>(version_.classes.size()); }

  Status Read() {
    EASEL_ASSIGN(clips_, Clips::Load(version_, MediaBudget(), resources_, progress_));
    std::vector<double> seconds;
    for (size_t clip = 0; clip < clips_->size(); ++clip) seconds.push_back(clips_->SecondsOf(clip));
    plan_ = SoundPlan::From(options_, std::move(seconds));
    EASEL_ASSIGN(division_, SoundDivision::Of(version_, *clips_, kHeldOutItems, plan_.seed));
    EASEL_ASSIGN(windows_, WindowRows::Of(*clips_, plan_.listening, resources_.threads, progress_));
    std::vector<int64_t> counts(version_.classes.size(), 0);
    for (const size_t clip : division_.learners) ++counts[static_cast<size_t>((*clips_)[clip].label)];
    class_weights_ = ClassWeights(options_, counts);
    reading_ = Elapsed();
    return {};
  }

  Status Listen() {
    const double share = make_ == nullptr ? 0.7 : 0.3;  // of a time limit
    for (const SoundView& view : SoundViewsOf(plan_.listening.seconds, options_.Text("speed") == "fast")) {
      EASEL_ASSIGN(SoundListener listener, SoundListener::Load(resources_.weights, view));
      if (limit_ > 0) {
        EASEL_ASSIGN(const double millis, MillisOf(listener, resources_.clock));
        const double seconds = millis * static_cast<double>(windows_.size()) / 1000 / resources_.threads;
        const bool fits = Elapsed() + seconds <= share * limit_;
        if (!fits && listeners_.empty()) return TooLittleTime();
        if (!fits) continue;
      }
      EASEL_ASSIGN(Matrix features, ExtractSoundView(listener, *clips_, windows_, resources_, progress_));
      listeners_.push_back(std::move(listener));
      features_.push_back(std::move(features));
    }
    listening_ = Elapsed() - reading_;
    return {};
  }

  /// Places of learners: all, or where they are too many as many of each class as it has a share of them.
  std::vector<size_t> TaughtToHeads() const {
    std::vector<size_t> places(division_.learners.size());
    std::iota(places.begin(), places.end(), size_t{0});
    if (places.size() <= kMostRows) return places;
    std::ranges::stable_sort(places, {},
                             [&](size_t place) { return (*clips_)[division_.learners[place]].label; });
    std::vector<size_t> chosen;
    for (size_t i = 0; i < kMostRows; ++i) chosen.push_back(places[i * places.size() / kMostRows]);
    std::ranges::sort(chosen);
    return chosen;
  }

  Status FitHeads() {
    HeadLesson lesson{
        .rows = {}, .labels = {}, .weights = {}, .folds = {}, .count = division_.count, .classes = Classes()};
    const size_t most =
        std::clamp<size_t>(kMostRows / std::max<size_t>(1, division_.learners.size()), 1, kMostWindows);
    for (const size_t place : TaughtToHeads()) {
      const size_t clip = division_.learners[place];
      const int label = (*clips_)[clip].label;
      const double weight =
          class_weights_.empty() ? 1 : static_cast<double>(class_weights_[static_cast<size_t>(label)]);
      for (const size_t row : windows_.LoudestOf(clip, most)) {
        lesson.rows.push_back(static_cast<Eigen::Index>(row));
        lesson.labels.push_back(label);
        lesson.weights.push_back(static_cast<float>(weight * windows_.rows[row].weight));
        lesson.folds.push_back(division_.folds[place]);
      }
    }
    std::vector<std::vector<FeatureBlock>> blocks;
    for (const SoundListener& listener : listeners_) blocks.push_back(listener.blocks);
    EASEL_ASSIGN(heads_, FitSoundHeads(features_, blocks, lesson, resources_.threads, progress_));
    weights_of_folds_.assign(static_cast<size_t>(division_.count), {1, 0, 0});
    networks_of_folds_.resize(static_cast<size_t>(division_.count));
    return {};
  }

  Status LearnNetworks() {
    const double before = Elapsed();
    EASEL_ASSIGN(networks_, make_(*clips_, windows_, plan_, Classes(), resources_, progress_));
    fold_networks_.emplace(FoldNetworks::Work{.networks = *networks_,
                                              .division = division_,
                                              .class_weights = class_weights_,
                                              .key = {{"manifest", version_.manifest.Hex()},
                                                      {"listening", plan_.listening.ToJson()},
                                                      {"options", options_.ToJson()}},
                                              .resources = resources_,
                                              .start = start_,
                                              .limit = limit_},
                           plan_);
    EASEL_ASSIGN(const bool is_enough, fold_networks_->Foresee(progress_));
    plan_ = fold_networks_->plan();
    if (!is_enough) {
      DoWithoutNetworks();
      return {};
    }
    for (int fold = 0; fold < division_.count; ++fold) {
      if (fold_networks_->LearnersOf(fold, true).empty()) continue;
      EASEL_ASSIGN(networks_of_folds_[static_cast<size_t>(fold)], fold_networks_->Learn(fold, progress_));
    }
    EASEL_TRY(Combine());
    if (weights_.second != 0) {
      EASEL_ASSIGN(network_, fold_networks_->Learn(division_.count, progress_));
      // What judged and weighed it had learnt to the end.
      if (fold_networks_->share_learnt() < kEnoughLearnt) DoWithoutNetworks();
    } else {
      out_.remarks.push_back({"A network of its own did not make the model better; it was left out.",
                              "专用网络未能提升模型，因此未采用。"});
    }
    learning_ = Elapsed() - before;
    return {};
  }

  void DoWithoutNetworks() {
    network_.reset();
    weights_ = {1, 0, 0};
    weights_of_folds_.assign(weights_of_folds_.size(), weights_);
    out_.remarks.push_back(
        {"The time did not suffice to train a network of its own.", "时间不足以训练专用网络。"});
  }

  SoundParts PartsOf(int fold) const {
    const auto f = static_cast<size_t>(fold);
    const bool is_shipped = fold == division_.count;
    const std::optional<SoundNetwork>& network = is_shipped ? network_ : networks_of_folds_[f];
    const Combination& weights = is_shipped ? weights_ : weights_of_folds_[f];
    return {.listeners = &listeners_,
            .head = is_shipped ? &heads_.shipped : &heads_.folds[f],
            .network = network ? &*network : nullptr,
            .head_weight = weights.first,
            .network_weight = weights.second};
  }

  /// Asks the judges that `parts_of` a clip stand for, each thread its own; -1: the clip is asked nothing.
  template <typename Ask>
  Status AskJudges(const std::vector<size_t>& clips, const std::vector<int>& folds,
                   const std::map<int, SoundParts>& parts, const Ask& ask) {
    std::vector<std::map<int, std::unique_ptr<SoundJudge>>> judges(static_cast<size_t>(resources_.threads));
    return TryInParallel(clips.size(), resources_.threads, [&](size_t place, int thread) -> Status {
      if (progress_.IsCancelled()) return Cancelled();
      if (folds[place] < 0) return {};
      auto& judge = judges[static_cast<size_t>(thread)][folds[place]];
      if (!judge) {
        EASEL_ASSIGN(judge,
                     SoundJudge::Create(parts.at(folds[place]), Classes(), *clips_, windows_, features_));
      }
      return ask(*judge, place);
    });
  }

  /// Weighs head and network by clips that neither learnt from: for the shipped model by all folds, for the
  /// model that judges a fold by the others.
  Status Combine() {
    const size_t count = division_.learners.size();
    Rows first(count);
    Rows second(count);
    std::map<int, SoundParts> parts;
    for (int fold = 0; fold < division_.count; ++fold) {
      parts[fold] = PartsOf(fold);
      parts[fold].network_weight = 1;
    }
    EASEL_TRY(
        AskJudges(division_.learners, division_.folds, parts, [&](SoundJudge& judge, size_t place) -> Status {
          const size_t clip = division_.learners[place];
          const SoundHead& head = heads_.folds[static_cast<size_t>(division_.folds[place])];
          first[place].assign(version_.classes.size(), 0);
          for (size_t row = windows_.first[clip]; row < windows_.first[clip + 1]; ++row) {
            const std::vector<float> logits = LogitsOf(head, features_, static_cast<Eigen::Index>(row));
            for (size_t k = 0; k < logits.size(); ++k)
              first[place][k] += logits[k] * static_cast<float>(windows_.rows[row].weight);
          }
          EASEL_ASSIGN(second[place], judge.NetworkLogits(clip));
          return {};
        }));
    const auto choose = [&](int without) {
      Rows a;
      Rows b;
      std::vector<int> labels;
      for (size_t place = 0; place < count; ++place) {
        if (division_.folds[place] < 0 || division_.folds[place] == without) continue;
        a.push_back(first[place]);
        b.push_back(second[place]);
        labels.push_back((*clips_)[division_.learners[place]].label);
      }
      return Combination::Choose(a, b, labels);
    };
    weights_ = choose(-1);
    for (int fold = 0; fold < division_.count; ++fold)
      weights_of_folds_[static_cast<size_t>(fold)] = choose(division_.count == 1 ? -1 : fold);
    progress_.Event({{"kind", "combination"}, {"head", weights_.first}, {"network", weights_.second}});
    return {};
  }

  Status Assemble() {
    progress_.Report("bundle", {"Putting the model together", "正在组装模型"}, 0, 1);
    const SoundParts parts = PartsOf(division_.count);
    graph::Bundle& bundle = out_.bundle;
    bundle.task = version_.task;
    bundle.graph = AssembleSound(parts);
    bundle.listening = plan_.listening;
    bundle.labels = version_.classes;
    for (const media::SoundTransform& transform : parts.Transforms())
      bundle.inputs.push_back({SoundInputName(bundle.inputs.size()), transform.ToJson()});
    json::array views;
    for (const size_t view : parts.HasHead() ? heads_.shipped.views : std::vector<size_t>()) {
      views.push_back(
          {{"network", listeners_[view].view.name}, {"weights", listeners_[view].weights_hash.Hex()}});
    }
    bundle.provenance = {{"mode", options_.Text("mode")},
                         {"options", options_.ToJson()},
                         {"plan", plan_.ToJson()},
                         {"views", std::move(views)},
                         {"lambda", heads_.shipped.lambda},
                         {"weights", {weights_.first, weights_.second}},
                         {"manifest", version_.manifest.Hex()},
                         {"items", version_.items.size()},
                         {"engine", runtime::EngineName()}};
    if (parts.HasNetwork()) bundle.provenance["network"] = networks_->Describe();
    return AddGolden(parts);
  }

  /// Adds golden recordings, and checks that cached features give what the whole bundle says of them. Where
  /// recordings are large, or have segments, a window of one has to do.
  Status AddGolden(const SoundParts& parts) {
    constexpr size_t kRecordings = 3;
    constexpr size_t kMostBytes = 2 << 20;
    EASEL_ASSIGN(const auto model, runtime::Model::Create(out_.bundle));
    EASEL_ASSIGN(const auto judge, SoundJudge::Create(parts, Classes(), *clips_, windows_, features_));
    std::set<int> seen;
    for (size_t clip = 0; clip < clips_->size() && seen.size() < kRecordings; ++clip) {
      const dataset::FrozenItem& item = clips_->ItemOf(clip);
      if (seen.contains((*clips_)[clip].label)) continue;
      EASEL_ASSIGN(Bytes file, resources_.picture(item.hash));
      const bool is_whole = !(*clips_)[clip].is_segment && file.size() <= kMostBytes;
      EASEL_ASSIGN(const auto sound, clips_->SoundOf(clip));
      if (!is_whole) file = media::EncodeWav(Cut(*sound, windows_.rows[windows_.first[clip]].window));
      if (file.size() > kMostBytes) continue;
      EASEL_ASSIGN(std::vector<float> scores, evaluation::AnswerGolden(*model, resources_.decoder, file));
      std::vector<float> whole = scores;
      if (!is_whole && windows_.CountOf(clip) <= kMostWindows) {
        EASEL_ASSIGN(whole, model->Predict(*sound));
      }
      std::vector<float> resumed = whole;
      if (windows_.CountOf(clip) <= kMostWindows) {
        EASEL_ASSIGN(resumed, judge->Predict(clip));
      }
      if (resumed != whole) {
        return Fail(
            ErrorKind::kInternal, "features-mismatch",
            {"Cached features give other scores than the whole model.", "缓存特征与完整模型的得分不一致。"},
            {"Delete the cache folder and train again.", "请删除缓存文件夹后重新训练。"}, item.name);
      }
      out_.bundle.golden.push_back({item.name, std::move(file), std::move(scores)});
      seen.insert((*clips_)[clip].label);
    }
    return {};
  }

  Status Judge() {
    const double before = Elapsed();
    const bool is_crossed = division_.IsCrossValidated();
    const std::vector<size_t>& judged = is_crossed ? division_.learners : division_.judges;
    const std::vector<int> folds =
        is_crossed ? division_.folds : std::vector<int>(judged.size(), division_.count);
    std::map<int, SoundParts> parts;
    for (int fold = 0; fold <= division_.count; ++fold) parts[fold] = PartsOf(fold);
    std::vector<evaluation::Judgement> judgements(judged.size());
    std::atomic<int64_t> done{0};
    EASEL_TRY(AskJudges(judged, folds, parts, [&](SoundJudge& judge, size_t place) -> Status {
      const dataset::FrozenItem& item = clips_->ItemOf(judged[place]);
      EASEL_ASSIGN(std::vector<float> scores, judge.Predict(judged[place]));
      const Clip& clip = (*clips_)[judged[place]];
      judgements[place] = {item.hash, item.name, clip.label, std::move(scores), item.source};
      if (clip.is_segment) judgements[place].segment = {clip.begin, clip.seconds};
      progress_.Report("evaluate", {"Evaluating", "正在评估"}, ++done, static_cast<int64_t>(judged.size()));
      return {};
    }));
    const auto method = is_crossed ? evaluation::Method::kCrossValidation : evaluation::Method::kHeldOut;
    out_.report =
        evaluation::MakeSoundReport(method, is_crossed ? division_.count : 0, version_.classes, judgements);
    for (size_t place = 0; place < judged.size(); ++place) {
      out_.judged.push_back({std::move(judgements[place]), is_crossed ? folds[place] : 0});
    }
    AddRemarks();
    judging_ = Elapsed() - before;
    return {};
  }

  void AddRemarks() {
    std::ranges::copy(division_.remarks, std::back_inserter(out_.remarks));
    if (!class_weights_.empty()) {
      out_.remarks.push_back(
          {"The classes are unequal, so recordings of small classes counted more in training: each class "
           "counts "
           "alike.",
           "各类别数量不均衡，因此训练时提高了小类别录音的权重：每个类别同等重要。"});
    }
    if (clips_->left_out() > 0) {
      const std::string count = std::to_string(clips_->left_out());
      out_.remarks.push_back({count + " recordings or segments can no longer be read; they were left out.",
                              count + " 段录音或片段已无法读取，未使用。"});
    }
    if (fold_networks_ && fold_networks_->out_of_time()) {
      out_.remarks.push_back(
          {"The time limit ended the training of a network early.", "网络训练因达到时间上限而提前结束。"});
    }
  }

  void Summarise() {
    const SoundParts parts = PartsOf(division_.count);
    std::string name;
    if (parts.HasHead()) {
      for (const size_t view : heads_.shipped.views)
        name += (name.empty() ? "" : " + ") + listeners_[view].view.name;
    }
    if (parts.HasNetwork()) name += name.empty() ? "own network" : " + own network";
    const graph::Cost cost = graph::CostOf(out_.bundle.graph);
    const double seconds = Elapsed();
    out_.summary = {{"seconds", seconds},
                    {"model", {{"name", name}, {"params", cost.params}, {"macs", cost.macs}}},
                    {"metrics", out_.report.metrics.ToJson().at("metrics")},
                    {"phases",
                     {{"reading", reading_},
                      {"listening", listening_},
                      {"learning", learning_},
                      {"judging", judging_},
                      {"other", seconds - reading_ - listening_ - learning_ - judging_}}},
                    {"window", plan_.listening.seconds},
                    {"networks", network_ ? plan_.members : 0},
                    {"epochs", learning_ > 0 ? plan_.epochs : 0}};
  }

  const MakeSoundNetworks make_;  ///< null: heads alone
  const dataset::FrozenVersion& version_;
  const OptionValues& options_;
  const TrainingResources& resources_;
  Progress& progress_;
  const int64_t start_;
  const double limit_;  ///< seconds; 0: none
  std::optional<Clips> clips_;
  SoundPlan plan_;
  SoundDivision division_;
  WindowRows windows_;
  std::vector<float> class_weights_;
  std::vector<SoundListener> listeners_;
  std::vector<Matrix> features_;  ///< of each listener, for every window
  SoundHeads heads_;
  std::unique_ptr<SoundNetworks> networks_;
  std::optional<FoldNetworks> fold_networks_;
  std::vector<std::optional<SoundNetwork>> networks_of_folds_;
  std::optional<SoundNetwork> network_;  ///< to ship
  Combination weights_;                  ///< of head and network
  std::vector<Combination> weights_of_folds_;
  double reading_ = 0;
  double listening_ = 0;
  double learning_ = 0;
  double judging_ = 0;
  TrainedModel out_;
};

}  // namespace

Result<TrainedModel> TrainSoundQuick(const dataset::FrozenVersion& version, const OptionValues& options,
                                     const TrainingResources& resources, Progress& progress) {
  return SoundRun(nullptr, version, options, resources, progress).Run();
}

Result<TrainedModel> TrainSoundWith(MakeSoundNetworks make, const dataset::FrozenVersion& version,
                                    const OptionValues& options, const TrainingResources& resources,
                                    Progress& progress) {
  return SoundRun(make, version, options, resources, progress).Run();
}

}  // namespace easel::training
