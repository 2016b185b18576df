#include "training/engine/fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <new>
#include <thread>

#include "base/file.h"
#include "base/random.h"
#include "training/engine/test_task.h"

namespace easel::training {
namespace {

/// Corners whose pictures are no numbers after so many of them.
class Poisoned final : public Examples {
 public:
  explicit Poisoned(int healthy) : healthy_(healthy) {}
  size_t size() const override { return corners_.size(); }
  graph::Shape shape() const override { return corners_.shape(); }
  int64_t classes() const override { return corners_.classes(); }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override {
    EASEL_TRY(corners_.Fill(i, variation, picture, target));
    if (--healthy_ < 0) std::ranges::fill(picture, std::nanf(""));
    return {};
  }

 private:
  Corners corners_{32};
  mutable std::atomic<int> healthy_;
};

FitOptions Options() {
  FitOptions options;
  options.epochs = 4;
  options.batch = 16;
  options.shard = 4;
  options.rate = 0.05;
  options.average = 0.9;
  return options;
}

Result<FitResult> Train(const FitOptions& options, Progress& progress, const Team& team = {}) {
  return Fit(SmallNetwork(), Corners(120), nullptr, options, team, progress);
}

/// The weights as bytes.
std::vector<float> WeightsOf(const Result<FitResult>& result) {
  EXPECT_TRUE(result) << result.error().message.en;
  std::vector<float> all;
  if (!result) return all;
  for (const graph::Value& value : result->network.values)
    all.insert(all.end(), value.data.begin(), value.data.end());
  return all;
}

TEST(Fit, Learns) {
  NoProgress progress;
  FitOptions options = Options();
  options.epochs = 12;
  const Corners validation(80);
  const auto result = Fit(SmallNetwork(), Corners(120), &validation, options, {}, progress);
  ASSERT_TRUE(result) << result.error().message.en;
  EXPECT_EQ(result->history.size(), 12U);
  EXPECT_GT(result->history.back().accuracy, 0.9);
  EXPECT_LT(result->history.back().loss, result->history.front().loss);
}

TEST(Fit, LearnsInMixedPrecisionIndependentlyOfThreads) {
  NoProgress progress;
  FitOptions options = Options();
  options.epochs = 12;
  options.precision = Precision::kMixed;
  const Corners validation(80);
  const auto result = Fit(SmallNetwork(), Corners(120), &validation, options, {}, progress);
  ASSERT_TRUE(result) << result.error().message.en;
  EXPECT_GT(result->history.back().accuracy, 0.9);
  options.threads = 3;
  EXPECT_EQ(WeightsOf(Fit(SmallNetwork(), Corners(120), &validation, options, {}, progress)),
            WeightsOf(result));
}

TEST(Fit, ThreadsDoNotMatter) {
  NoProgress progress;
  FitOptions options = Options();
  const std::vector<float> alone = WeightsOf(Train(options, progress));
  for (const int threads : {2, 3}) {
    options.threads = threads;
    EXPECT_EQ(WeightsOf(Train(options, progress)), alone) << threads;
  }
  options.seed = 2;
  EXPECT_NE(WeightsOf(Train(options, progress)), alone);
}

/// Everything about a batch that is drawn or weighed.
FitOptions MixingOptions() {
  FitOptions options = Options();
  options.label_smoothing = 0.1;
  options.class_weights = {1, 2, 0.5, 3};
  options.mixup = 0.3;
  options.cutmix = 1;
  return options;
}

TEST(Fit, ThreadsDoNotMatterToMixturesEither) {
  NoProgress progress;
  FitOptions options = MixingOptions();
  const std::vector<float> alone = WeightsOf(Train(options, progress));
  EXPECT_NE(alone, WeightsOf(Train(Options(), progress)));
  options.threads = 3;
  EXPECT_EQ(WeightsOf(Train(options, progress)), alone);
}

TEST(Fit, ClassWeightsMatterByTheirProportionsOnly) {
  NoProgress progress;
  FitOptions options = Options();
  const std::vector<float> plain = WeightsOf(Train(options, progress));
  options.class_weights = {2, 2, 2, 2};
  EXPECT_EQ(WeightsOf(Train(options, progress)), plain);
  options.class_weights = {2, 2, 2, 1};
  EXPECT_NE(WeightsOf(Train(options, progress)), plain);
}

/// What processes would send each other, between threads of this one.
class Table {
 public:
  explicit Table(int size) : size_(size) {}

  Status Exchange(TreeSum& sum) {
    std::unique_lock lock(mutex_);
    const int64_t round = round_;
    for (const TreeSum::Part& part : sum.parts()) {
      TreeSum::Part copy = part;
      for (torch::Tensor& tensor : copy.sum.parameters) tensor = tensor.clone();
      parts_.push_back(std::move(copy));
    }
    if (++arrived_ == size_) {
      shown_ = std::exchange(parts_, {});
      arrived_ = 0;
      ++round_;
      changed_.notify_all();
    } else {
      changed_.wait(lock, [&] { return round_ != round; });
    }
    const std::vector<TreeSum::Part> own = sum.parts();
    for (const TreeSum::Part& part : shown_) {
      const bool is_own =
          std::ranges::any_of(own, [&](const TreeSum::Part& mine) { return mine.first == part.first; });
      if (is_own) continue;
      TreeSum::Part copy = part;
      for (torch::Tensor& tensor : copy.sum.parameters) tensor = tensor.clone();
      sum.Put(copy.first, copy.size, std::move(copy.sum));
    }
    return {};
  }

 private:
  const int size_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<TreeSum::Part> parts_;
  std::vector<TreeSum::Part> shown_;
  int arrived_ = 0;
  int64_t round_ = 0;
};

TEST(Fit, TheNumberOfProcessesDoesNotMatter) {
  NoProgress progress;
  const std::vector<float> alone = WeightsOf(Train(MixingOptions(), progress));
  for (const int size : {2, 3, 4}) {
    Table table(size);
    std::vector<std::vector<float>> weights(static_cast<size_t>(size));
    {
      std::vector<std::jthread> processes;
      for (int rank = 0; rank < size; ++rank) {
        processes.emplace_back([&, rank] {
          NoProgress quiet;
          weights[static_cast<size_t>(rank)] = WeightsOf(
              Train(MixingOptions(), quiet, {rank, size, [&](TreeSum& sum) { return table.Exchange(sum); }}));
        });
      }
    }
    for (const auto& one : weights) EXPECT_EQ(one, alone) << size << " processes";
  }
}

/// Cancels after some reports.
class Impatient final : public Progress {
 public:
  explicit Impatient(int reports) : left_(reports) {}
  void Report(std::string_view, const Text&, int64_t, int64_t) override { --left_; }
  void Event(json::object event) override { epochs += event.at("kind") == "epoch" ? 1 : 0; }
  bool IsCancelled() const override { return left_ <= 0; }

  int epochs = 0;  ///< that have ended

 private:
  std::atomic<int> left_;
};

TEST(Fit, GoesOnFromACheckpointAsIfNothingHadBeen) {
  NoProgress progress;
  const std::vector<float> whole = WeightsOf(Train(MixingOptions(), progress));
  const std::filesystem::path path = std::filesystem::temp_directory_path() / ("easel-fit-" + RandomHex(8));
  Random random(1);
  for (int round = 0; round < 6; ++round) {
    FitOptions options = MixingOptions();
    options.checkpoint = path / "run";
    options.checkpoint_steps = 3;
    options.optimiser.rule = round % 2 == 0 ? Rule::kSgd : Rule::kAdamW;
    Result<FitResult> result = Cancelled();
    for (int part = 0; !result && part < 40; ++part) {
      Impatient impatient(1 + static_cast<int>(random.Below(9)));
      result = Train(options, impatient);
      ASSERT_TRUE(result || result.error().code == "cancelled");
    }
    FitOptions plain = MixingOptions();
    plain.optimiser.rule = options.optimiser.rule;
    EXPECT_EQ(WeightsOf(result), round % 2 == 0 ? whole : WeightsOf(Train(plain, progress)));
    std::filesystem::remove_all(path);
  }
}

TEST(Fit, StopsWhileItJudgesAndGoesOnFromThere) {
  constexpr int kStepsAnEpoch = 120 / 16;
  const Corners validation(80);
  const std::filesystem::path path = std::filesystem::temp_directory_path() / ("easel-fit-" + RandomHex(8));
  for (const bool has_monitor : {false, true}) {
    NoProgress progress;
    FitOptions options = Options();
    const auto train = [&](Progress& watcher) {
      if (has_monitor) {
        options.monitor = [&](int, const graph::Graph&) -> Result<json::object> {
          if (watcher.IsCancelled()) return Cancelled();
          return json::object();
        };
      }
      return Fit(SmallNetwork(), Corners(120), has_monitor ? nullptr : &validation, options, {}, watcher);
    };
    const auto whole = train(progress);
    options.checkpoint = path / "run";
    Impatient impatient(2 * kStepsAnEpoch);
    const auto cancelled = train(impatient);
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().code, "cancelled");
    EXPECT_EQ(impatient.epochs, 1);
    Impatient patient(2 * kStepsAnEpoch + 1);  // enough for what is left
    const auto resumed = train(patient);
    EXPECT_EQ(WeightsOf(resumed), WeightsOf(whole));
    EXPECT_EQ(patient.epochs, 3);
    ASSERT_EQ(resumed->history.size(), whole->history.size());
    for (size_t i = 0; i < whole->history.size(); ++i) {
      EXPECT_EQ(resumed->history[i].epoch, whole->history[i].epoch);
      EXPECT_EQ(resumed->history[i].loss, whole->history[i].loss);
      EXPECT_EQ(resumed->history[i].train_loss, whole->history[i].train_loss);
    }
    EXPECT_EQ(resumed->best_epoch, whole->best_epoch);
    std::filesystem::remove_all(path);
  }
}

TEST(Fit, SaysSoWhereMemoryDoesNotSufficeForTheOnlyItem) {
  NoProgress progress;
  FitOptions options = Options();  // whose shards would have room for more
  options.loss = [](const std::vector<torch::Tensor>&, const Shard&) -> ShardLoss { throw std::bad_alloc(); };
  const auto result = Fit(SmallNetwork(), Corners(1), nullptr, options, {}, progress);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "out-of-memory");
}

TEST(Fit, BeginsAnewWhereTheCheckpointIsDamagedOrAnothersRun) {
  NoProgress progress;
  const std::filesystem::path path = std::filesystem::temp_directory_path() / ("easel-fit-" + RandomHex(8));
  FitOptions options = Options();
  options.checkpoint = path / "run";
  Impatient impatient(5);
  EXPECT_FALSE(Train(options, impatient));
  ASSERT_TRUE(std::filesystem::exists(options.checkpoint));
  FitOptions other = options;
  other.seed = 9;
  FitOptions plain = other;
  plain.checkpoint.clear();
  EXPECT_EQ(WeightsOf(Train(other, progress)), WeightsOf(Train(plain, progress)));
  std::filesystem::resize_file(options.checkpoint, 1000);
  plain.seed = options.seed;
  EXPECT_EQ(WeightsOf(Train(options, progress)), WeightsOf(Train(plain, progress)));
  std::filesystem::remove_all(path);
}

TEST(Fit, DoesNotTakeUpARunThatBeganWithOtherWeightsOrOptions) {
  NoProgress progress;
  const std::filesystem::path path = std::filesystem::temp_directory_path() / ("easel-fit-" + RandomHex(8));
  graph::Graph other = SmallNetwork();
  other.values.at(static_cast<size_t>(other.Find("conv.weight"))).data.front() += 1;
  FitOptions changed = Options();
  changed.statistics_momentum = 0.3;
  FitOptions mixed = Options();
  mixed.cutmix = 1;
  const std::vector<std::pair<graph::Graph, FitOptions>> runs = {
      {other, Options()}, {SmallNetwork(), changed}, {SmallNetwork(), mixed}};
  for (const auto& [network, plain] : runs) {
    FitOptions options = Options();
    options.checkpoint = path / "run";
    Impatient impatient(5);
    ASSERT_FALSE(Train(options, impatient));
    FitOptions kept = plain;
    kept.checkpoint = options.checkpoint;
    EXPECT_EQ(WeightsOf(Fit(network, Corners(120), nullptr, kept, {}, progress)),
              WeightsOf(Fit(network, Corners(120), nullptr, plain, {}, progress)));
    std::filesystem::remove_all(path);
  }
}

TEST(Fit, StopsWhenTheLossIsNoNumber) {
  NoProgress progress;
  const auto poisoned = Fit(SmallNetwork(), Poisoned(0), nullptr, Options(), {}, progress);
  ASSERT_FALSE(poisoned);
  EXPECT_EQ(poisoned.error().code, "training-diverged");
  FitOptions options = Options();
  options.rate = 1e30;
  const auto too_fast = Train(options, progress);
  ASSERT_FALSE(too_fast);
  EXPECT_EQ(too_fast.error().code, "training-diverged");
}

TEST(Fit, KeepsTheLastGoodModelWhenTheLossIsNoNumberLater) {
  NoProgress progress;
  for (const double average : {0.0, 0.9}) {
    FitOptions options = Options();
    options.average = average;
    const auto result = Fit(SmallNetwork(), Poisoned(2 * 32 + 16), nullptr, options, {}, progress);
    ASSERT_TRUE(result) << result.error().message.en;
    EXPECT_TRUE(result->diverged);
    EXPECT_EQ(result->history.size(), 2U);
    EXPECT_EQ(result->best_epoch, 2);
    for (const float weight : WeightsOf(result)) ASSERT_TRUE(std::isfinite(weight));
  }
}

TEST(Fit, StopsEarlyWhenItGetsNoBetterAndKeepsTheBest) {
  NoProgress progress;
  FitOptions options = Options();
  options.epochs = 60;
  options.rate = 0.5;
  options.average = 0;
  options.patience = 3;
  const Corners validation(40);
  const auto result = Fit(SmallNetwork(), Corners(16), &validation, options, {}, progress);
  ASSERT_TRUE(result) << result.error().message.en;
  EXPECT_LT(result->history.size(), 60U);
  EXPECT_EQ(static_cast<int>(result->history.size()) - result->best_epoch, 3);
}

TEST(Fit, WritesCurvesThatDoNotChangeTheResult) {
  NoProgress progress;
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("easel-fit-" + RandomHex(8));
  FitOptions options = Options();
  options.tensorboard = folder / "curves";
  EXPECT_EQ(WeightsOf(Train(options, progress)), WeightsOf(Train(Options(), progress)));
  const std::filesystem::path file = std::filesystem::directory_iterator(options.tensorboard)->path();
  const std::string events = ReadTextFile(file).value();
  for (const std::string_view tag : {"step/loss", "step/rate", "loss/train", "accuracy/train"})
    EXPECT_NE(events.find(tag), std::string::npos) << tag;
  EXPECT_EQ(events.find("validation"), std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST(Fit, StopsWhenTheTimeIsUp) {
  NoProgress progress;
  FitOptions options = Options();
  int steps = 0;
  options.is_over = [&] { return ++steps == 10; };
  const auto result = Train(options, progress);
  ASSERT_TRUE(result) << result.error().message.en;
  EXPECT_TRUE(result->out_of_time);
  EXPECT_EQ(steps, 10);
}

}  // namespace
}  // namespace easel::training
