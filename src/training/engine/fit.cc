#include "training/engine/fit.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numbers>

#include "base/hash.h"
#include "base/parallel.h"
#include "training/engine/batch.h"
#include "training/engine/checkpoint.h"
#include "training/engine/memory.h"
#include "training/engine/tensorboard.h"
#include "training/engine/threads.h"
#include "training/engine/validation.h"

namespace easel::training {
namespace {

std::vector<torch::Tensor> CopyOf(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> copies;
  for (const torch::Tensor& tensor : tensors) copies.push_back(tensor.detach().clone());
  return copies;
}

// A number's bits, since JSON's decimal digits may come back as its neighbour.
int64_t ToBits(double number) { return std::bit_cast<int64_t>(number); }
double FromBits(const json::value& bits) { return std::bit_cast<double>(bits.as_int64()); }

class FitRun {
 public:
  FitRun(const graph::Graph& network, const Examples& train, const Examples* validation,
         const FitOptions& options, const Team& team, Progress& progress)
      : train_(train),
        validation_(validation),
        options_(options),
        team_(team),
        progress_(progress),
        batches_(train, options),
        module_(network, options.device, options.frozen),
        optimiser_(module_.parameters(), options.optimiser),
        batch_(std::min(options.batch, static_cast<int64_t>(train.size()))),
        shard_(options.shard),
        steps_(StepsOf(batch_)),
        weights_(Weights()),
        best_(CopyOf(weights_)) {
    if (options_.average > 0) average_ = CopyOf(weights_);
    if (!options.checkpoint.empty()) key_ = KeyOf(network);
  }

  Result<FitResult> Run() {
    EASEL_TRY(Resume());
    if (!options_.tensorboard.empty() && team_.rank == 0) {
      EASEL_ASSIGN(curves_, TensorBoardWriter::Open(options_.tensorboard, clock_));
    }
    while (epoch_ < options_.epochs && !IsPatienceOver()) {
      EASEL_ASSIGN(const bool goes_on, Epoch());
      if (!goes_on) break;
      EASEL_TRY(Save());
    }
    if (result_.diverged && result_.history.empty()) return Diverged();
    Restore(best_);
    result_.network = module_.Export();
    result_.batch = batch_;
    result_.shard = shard_;
    return std::move(result_);
  }

 private:
  /// The rest of the epoch; false when it ended early.
  Result<bool> Epoch() {
    const std::vector<size_t> order = batches_.Order(epoch_);
    while (step_ < steps_) {
      if (progress_.IsCancelled()) {
        EASEL_TRY(Save());
        return Cancelled();
      }
      const auto start = std::chrono::steady_clock::now();
      EASEL_ASSIGN(std::optional<Gradients> gradients,
                   Attempt(std::span(order).subspan(static_cast<size_t>(step_ * batch_),
                                                    static_cast<size_t>(batch_))));
      if (!gradients) continue;
      if (!std::isfinite(gradients->loss)) {
        result_.diverged = true;
        return false;
      }
      Learn(*gradients);
      Tell(*gradients, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
      ++step_;
      const int64_t done = epoch_ * steps_ + step_;
      if (options_.is_over() && done < options_.epochs * steps_) {
        result_.out_of_time = true;
        if (result_.history.empty()) EASEL_TRY(JudgeOrSave());
        return false;
      }
      if (done % options_.checkpoint_steps == 0 && step_ < steps_) EASEL_TRY(Save());
    }
    EASEL_TRY(JudgeOrSave());
    if (result_.diverged) return false;
    ++epoch_;
    step_ = 0;
    epoch_loss_ = 0;
    epoch_weight_ = 0;
    epoch_correct_ = 0;
    epoch_items_ = 0;
    return true;
  }

  /// The gradients of a batch, or nothing when there was no memory for them: the next attempt takes less. No
  /// weight has moved then, since only Learn moves them, and it allocates nothing that counts.
  Result<std::optional<Gradients>> Attempt(std::span<const size_t> items) {
    try {
      EASEL_ASSIGN(Gradients sum, Batch(items));
      return sum;
    } catch (const std::exception& error) {
      if (!IsOutOfMemory(error)) throw;
    }
    // The others of a team would not know.
    if (team_.size > 1 || batch_ == 1) return OutOfMemory();
    if (shard_ > 1) {
      shard_ = std::min(shard_, batch_) / 2;
    } else {
      const int64_t seen = step_ * batch_;
      batch_ /= 2;
      steps_ = StepsOf(batch_);
      step_ = (seen + batch_ - 1) / batch_;
    }
    progress_.Event({{"kind", "memory"}, {"shard", shard_}, {"batch", batch_}});
    return std::nullopt;
  }

  Result<Gradients> Batch(std::span<const size_t> items) {
    const auto shard = static_cast<size_t>(shard_);
    const size_t shards = (items.size() + shard - 1) / shard;
    const auto [begin, end] = ShardsOf(team_, shards);
    if (begin == end) return TeamTooLarge(shards);
    TreeSum sum(shards);
    std::mutex mutex;
    EASEL_TRY(TryInParallel(end - begin, options_.threads, [&, first_shard = begin](size_t i, int) -> Status {
      UseOneKernelThread();
      const size_t first = (first_shard + i) * shard;
      EASEL_ASSIGN(const Shard filled,
                   batches_.Fill(epoch_, items.subspan(first, std::min(shard, items.size() - first))));
      Gradients part =
          Differentiate(module_, filled, options_.batch_statistics, options_.precision, options_.loss);
      // At once, so that there are never more gradients than threads and levels of the tree.
      const std::lock_guard lock(mutex);
      sum.Put(first_shard + i, 1, std::move(part));
      return {};
    }));
    if (team_.size > 1) EASEL_TRY(team_.exchange(sum));
    return sum.Take();
  }

  int64_t StepsOf(int64_t batch) const { return static_cast<int64_t>(train_.size()) / batch; }

  double Rate() const {
    const auto total = static_cast<double>(options_.epochs * steps_);
    const auto now = static_cast<double>(epoch_ * steps_ + step_) + 0.5;
    const double rise = std::max(1.0, total / 20);
    if (now < rise) return options_.rate * now / rise;
    return options_.rate * 0.5 *
           (1 + std::cos(std::numbers::pi * (now - rise) / std::max(1.0, total - rise)));
  }

  void Learn(Gradients& sum) {
    const torch::NoGradGuard no_gradient;
    const double share = 1 / sum.weight;
    ParallelFor(sum.parameters.size(), options_.threads, [&](size_t i, int) {
      UseOneKernelThread();
      const torch::NoGradGuard off;
      sum.parameters[i].mul_(share);
    });
    optimiser_.Step(sum.parameters, Rate(), options_.threads);
    for (BatchStatistics& seen : sum.statistics) {
      seen.mean = seen.mean / static_cast<double>(sum.shards);
      seen.variance = seen.variance / static_cast<double>(sum.shards);
    }
    module_.Absorb(sum.statistics, options_.statistics_momentum);
    if (average_.empty()) return;
    // Early averages follow faster, or the beginning would never be forgotten.
    const auto step = static_cast<double>(epoch_ * steps_ + step_);
    const double decay = std::min(options_.average, (1 + step) / (10 + step));
    for (size_t i = 0; i < average_.size(); ++i)
      average_[i].mul_(decay).add_(weights_[i].detach(), 1 - decay);
  }

  void Tell(const Gradients& sum, double seconds) {
    const auto items = static_cast<double>(sum.items);
    epoch_loss_ += sum.loss;
    epoch_weight_ += sum.weight;
    epoch_correct_ += sum.correct;
    epoch_items_ += sum.items;
    const int64_t total = options_.epochs * steps_;
    const int64_t done = epoch_ * steps_ + step_ + 1;
    progress_.Report("train", {"Training the network", "正在训练网络"}, done, total);
    constexpr int64_t kPoints = 1000;  // enough for a curve
    if (done % std::max<int64_t>(1, total / kPoints) != 0) return;
    if (curves_) {
      curves_->Scalar("step/loss", done, sum.loss / sum.weight);
      curves_->Scalar("step/rate", done, Rate());
    }
    progress_.Event({{"kind", "step"},
                     {"step", done},
                     {"loss", sum.loss / sum.weight},
                     {"accuracy", static_cast<double>(sum.correct) / items},
                     {"rate", Rate()},
                     {"items-per-second", items / seconds}});
  }

  /// Ends an epoch. A run that is cancelled meanwhile goes on with the judging.
  Status JudgeOrSave() {
    Status judged = Judge();
    if (!judged && judged.error().kind == ErrorKind::kCancelled) EASEL_TRY(Save());
    return judged;
  }

  /// Judges the weights, and keeps them when they are the best. Where it is cancelled nothing has changed.
  Status Judge() {
    EpochRecord record;
    record.epoch = epoch_ + 1;
    record.train_loss = epoch_loss_ / epoch_weight_;
    record.train_accuracy = static_cast<double>(epoch_correct_) / static_cast<double>(epoch_items_);
    const std::vector<torch::Tensor>& candidate = average_.empty() ? weights_ : average_;
    for (const torch::Tensor& tensor : candidate) {
      if (!at::isfinite(tensor).all().item<bool>()) {
        result_.diverged = true;
        return {};
      }
    }
    if (validation_ != nullptr) {
      EASEL_ASSIGN(const Score score,
                   Validate(NetworkOf(candidate), *validation_, options_.threads, progress_));
      if (!std::isfinite(score.loss)) {
        result_.diverged = true;
        return {};
      }
      record.loss = score.loss;
      record.accuracy = score.accuracy;
    }
    json::object seen;
    if (options_.monitor) {
      EASEL_ASSIGN(seen, options_.monitor(record.epoch, NetworkOf(candidate)));
    }
    const bool is_best = validation_ == nullptr || result_.history.empty() || record.loss < best_loss_;
    if (is_best) {
      best_loss_ = record.loss;
      best_ = CopyOf(candidate);
      result_.best_epoch = record.epoch;
    }
    result_.history.push_back(record);
    json::object event = {{"kind", "epoch"},
                          {"epoch", record.epoch},
                          {"train-loss", record.train_loss},
                          {"train-accuracy", record.train_accuracy},
                          {"loss", record.loss},
                          {"accuracy", record.accuracy}};
    for (const auto& member : seen) event[member.key()] = member.value();
    progress_.Event(std::move(event));
    if (!curves_) return {};
    curves_->Scalar("loss/train", record.epoch, record.train_loss);
    curves_->Scalar("accuracy/train", record.epoch, record.train_accuracy);
    if (validation_ != nullptr) {
      curves_->Scalar("loss/validation", record.epoch, record.loss);
      curves_->Scalar("accuracy/validation", record.epoch, record.accuracy);
    }
    return curves_->Flush();
  }

  graph::Graph NetworkOf(const std::vector<torch::Tensor>& weights) {
    const std::vector<torch::Tensor> now = CopyOf(weights_);
    Restore(weights);
    graph::Graph network = module_.Export();
    Restore(now);
    return network;
  }

  bool IsPatienceOver() const {
    return options_.patience > 0 && validation_ != nullptr &&
           epoch_ - result_.best_epoch >= options_.patience;
  }

  /// What the run is, but for its examples: a checkpoint of another one is not taken up.
  Hash KeyOf(const graph::Graph& network) const {
    Sha256Stream weights;
    for (const graph::Value& value : network.values) weights.Update(std::as_bytes(std::span(value.data)));
    json::array factors;
    for (const auto& [name, factor] : options_.optimiser.rate_factors) factors.push_back({name, factor});
    return Sha256(CanonicalJson(json::object{
        {"graph", graph::ToJson(network)},
        {"weights", weights.Finish().Hex()},
        {"items", train_.size()},
        {"validation", validation_ == nullptr ? 0 : validation_->size()},
        {"epochs", options_.epochs},
        {"batch", batch_},
        {"shard", options_.shard},
        {"rate", options_.rate},
        {"label-smoothing", options_.label_smoothing},
        {"class-weights", json::array(options_.class_weights.begin(), options_.class_weights.end())},
        {"mixup", options_.mixup},
        {"cutmix", options_.cutmix},
        {"batch-statistics", options_.batch_statistics},
        {"statistics-momentum", options_.statistics_momentum},
        {"average", options_.average},
        {"patience", options_.patience},
        {"loss", options_.loss_name},
        {"rule", static_cast<int>(options_.optimiser.rule)},
        {"decay", options_.optimiser.weight_decay},
        {"rate-factors", std::move(factors)},
        {"frozen", json::array(options_.frozen.begin(), options_.frozen.end())},
        {"seed", options_.seed}}));
  }

  static std::unexpected<Error> Diverged() {
    return Fail(
        ErrorKind::kResources, "training-diverged",
        {"Training did not converge: the loss was no number any more.", "训练未收敛：损失变成了非数值。"},
        {"Lower the learning rate, or train in quick mode.", "请降低学习率，或使用快速模式。"});
  }

  static std::unexpected<Error> TeamTooLarge(size_t shards) {
    return Fail(ErrorKind::kUsage, "team-too-large",
                {"More processes than parts of a batch: there are " + std::to_string(shards) + " parts.",
                 "进程数多于每批数据可划分的份数（" + std::to_string(shards) + " 份）。"},
                {"Use fewer processes, or a larger batch.", "请减少进程数或增大批量。"});
  }

  /// Everything of the network that changes: parameters, then statistics.
  std::vector<torch::Tensor> Weights() {
    std::vector<torch::Tensor> weights;
    for (Module::Parameter& parameter : module_.parameters()) weights.push_back(parameter.value);
    for (torch::Tensor& tensor : module_.statistics()) weights.push_back(tensor);
    return weights;
  }

  void Restore(const std::vector<torch::Tensor>& from) {
    const torch::NoGradGuard no_gradient;
    for (size_t i = 0; i < from.size(); ++i) weights_[i].copy_(from[i]);
  }

  std::vector<torch::Tensor*> Kept() {
    std::vector<torch::Tensor*> kept;
    for (std::vector<torch::Tensor>* list : {&weights_, &optimiser_.state(), &average_, &best_}) {
      for (torch::Tensor& tensor : *list) kept.push_back(&tensor);
    }
    return kept;
  }

  Status Save() {
    if (options_.checkpoint.empty() || team_.rank != 0) return {};
    json::array history;
    for (const EpochRecord& r : result_.history) {
      history.push_back(
          {r.epoch, ToBits(r.train_loss), ToBits(r.train_accuracy), ToBits(r.loss), ToBits(r.accuracy)});
    }
    return WriteCheckpoint(options_.checkpoint, {{{"run", key_.Hex()},
                                                  {"epoch", epoch_},
                                                  {"step", step_},
                                                  {"epoch-loss", ToBits(epoch_loss_)},
                                                  {"epoch-weight", ToBits(epoch_weight_)},
                                                  {"epoch-correct", epoch_correct_},
                                                  {"epoch-items", epoch_items_},
                                                  {"batch", batch_},
                                                  {"shard", shard_},
                                                  {"best-loss", ToBits(best_loss_)},
                                                  {"best-epoch", result_.best_epoch},
                                                  {"history", std::move(history)}},
                                                 Kept()});
  }

  Status Resume() {
    if (options_.checkpoint.empty()) return {};
    EASEL_ASSIGN(const auto state,
                 ReadCheckpoint(options_.checkpoint, Kept(), [&](const json::object& found) {
                   return GetStringOr(found, "run", "").value_or("") == key_.Hex();
                 }));
    if (!state) return {};
    epoch_ = static_cast<int>(state->at("epoch").as_int64());
    step_ = state->at("step").as_int64();
    epoch_loss_ = FromBits(state->at("epoch-loss"));
    epoch_weight_ = FromBits(state->at("epoch-weight"));
    epoch_correct_ = state->at("epoch-correct").as_int64();
    epoch_items_ = state->at("epoch-items").as_int64();
    batch_ = state->at("batch").as_int64();
    shard_ = state->at("shard").as_int64();
    steps_ = StepsOf(batch_);
    best_loss_ = FromBits(state->at("best-loss"));
    result_.best_epoch = static_cast<int>(state->at("best-epoch").as_int64());
    for (const json::value& value : state->at("history").as_array()) {
      const json::array& r = value.as_array();
      result_.history.push_back({static_cast<int>(r[0].as_int64()), FromBits(r[1]), FromBits(r[2]),
                                 FromBits(r[3]), FromBits(r[4])});
    }
    return {};
  }

  const Examples& train_;
  const Examples* validation_;
  const FitOptions& options_;
  const Team& team_;
  Progress& progress_;
  const Batches batches_;
  Module module_;
  Optimiser optimiser_;
  int64_t batch_;  ///< of this run: less than the options' where there is no memory for it
  int64_t shard_;  ///< likewise
  int64_t steps_;  ///< an epoch; what does not fill a batch waits for another epoch's order
  std::vector<torch::Tensor> weights_;
  std::vector<torch::Tensor> average_;  ///< empty when there is none
  std::vector<torch::Tensor> best_;
  const SystemClock clock_;
  std::optional<TensorBoardWriter> curves_;  ///< where they are wanted, in the first process of a team
  Hash key_;                                 ///< of the run, where there is a checkpoint
  int epoch_ = 0;                            ///< finished ones
  int64_t step_ = 0;
  double epoch_loss_ = 0;
  double epoch_weight_ = 0;
  int64_t epoch_correct_ = 0;
  int64_t epoch_items_ = 0;
  double best_loss_ = 0;
  FitResult result_;
};

}  // namespace

std::pair<size_t, size_t> ShardsOf(const Team& team, size_t count) {
  const auto size = static_cast<size_t>(team.size);
  const auto rank = static_cast<size_t>(team.rank);
  return {count * rank / size, count * (rank + 1) / size};
}

Result<FitResult> Fit(const graph::Graph& network, const Examples& train, const Examples* validation,
                      const FitOptions& options, const Team& team, Progress& progress) {
  KeepFreedMemory();
  UseOneKernelThread();
  if (!ReserveKernelMemory(options.threads)) return OutOfMemory();
  try {
    return FitRun(network, train, validation, options, team, progress).Run();
  } catch (const std::exception& error) {
    if (!IsOutOfMemory(error)) throw;
    return OutOfMemory();
  }
}

}  // namespace easel::training
