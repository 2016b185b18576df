#include "training/engine/forecast.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <mutex>
#include <utility>
#include <variant>

#include "base/median.h"
#include "base/parallel.h"
#include "training/engine/batch.h"
#include "training/engine/memory.h"
#include "training/engine/threads.h"
#include "training/engine/validation.h"

namespace easel::training {
namespace {

/// What libtorch's code and its kernels take in a run of next to nothing, measured.
constexpr int64_t kEngine = int64_t{64} << 20;

/// Numbers of a graph's weights.
struct Sizes {
  int64_t all = 0;
  int64_t learnt = 0;
  int64_t changing = 0;  ///< learnt, and the statistics
};

Sizes SizesOf(const Module& module, const graph::Graph& network) {
  Sizes sizes;
  for (const graph::Value& value : network.values) sizes.all += static_cast<int64_t>(value.data.size());
  for (const Module::Parameter& parameter : module.parameters()) sizes.learnt += parameter.value.numel();
  sizes.changing = sizes.learnt;
  for (const torch::Tensor& tensor : module.statistics()) sizes.changing += tensor.numel();
  return sizes;
}

/// The first examples of others.
class FirstOf final : public Examples {
 public:
  FirstOf(const Examples& whole, size_t size) : whole_(whole), size_(std::min(size, whole.size())) {}
  size_t size() const override { return size_; }
  graph::Shape shape() const override { return whole_.shape(); }
  int64_t classes() const override { return whole_.classes(); }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override {
    return whole_.Fill(i, variation, picture, target);
  }

 private:
  const Examples& whole_;
  size_t size_;
};

template <typename Work>
Result<double> SecondsOf(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  EASEL_TRY(work());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The median of several times, for as long as they are short: work of milliseconds is slower at first.
template <typename Work>
Result<double> UsualSecondsOf(const Work& work) {
  constexpr double kPatience = 0.5;
  constexpr size_t kMost = 9;
  std::vector<double> seconds;
  double spent = 0;
  do {
    EASEL_ASSIGN(seconds.emplace_back(), SecondsOf(work));
    spent += seconds.back();
  } while (spent < kPatience && seconds.size() < kMost);
  return Median(std::move(seconds));
}

class Foreseer {
 public:
  Foreseer(const graph::Graph& network, const Examples& train, const Examples* validation,
           const FitOptions& options)
      : network_(network),
        train_(train),
        validation_(validation),
        options_(options),
        batch_(std::min(options.batch, static_cast<int64_t>(train.size()))),
        shard_(std::min(options.shard, batch_)),
        shards_((batch_ + shard_ - 1) / shard_),
        threads_(static_cast<int>(std::min<int64_t>(options.threads, shards_))) {}

  Result<Forecast> Run() const {
    Module module(network_, options_.device, options_.frozen);
    EASEL_ASSIGN(const double step, StepSeconds(module));
    EASEL_ASSIGN(const double judging, JudgingSeconds());
    const auto steps = static_cast<double>(static_cast<int64_t>(train_.size()) / batch_);
    return Forecast{.seconds = options_.epochs * (steps * step + judging),
                    .judging = judging,
                    .bytes = Bytes(SizesOf(module, network_))};
  }

 private:
  Result<double> StepSeconds(Module& module) const {
    const Batches batches(train_, options_);
    const std::vector<size_t> order = batches.Order(0);
    std::vector<Gradients> sums(static_cast<size_t>(threads_));
    const auto round = [&]() -> Status {
      return TryInParallel(sums.size(), threads_, [&](size_t i, int) -> Status {
        UseOneKernelThread();
        const size_t first = i * static_cast<size_t>(shard_);
        const size_t count = std::min(static_cast<size_t>(shard_), order.size() - first);
        EASEL_ASSIGN(const Shard shard, batches.Fill(0, std::span(order).subspan(first, count)));
        sums[i] = Differentiate(module, shard, options_.batch_statistics, options_.precision, options_.loss);
        return {};
      });
    };
    // The first one also chooses kernels and gets memory.
    EASEL_TRY(round());
    EASEL_ASSIGN(const double seconds, UsualSecondsOf(round));
    Gradients sum = sums.front();
    EASEL_ASSIGN(const double adding, UsualSecondsOf([&]() -> Status {
                   sum = Add(std::move(sum), sums.back());
                   return {};
                 }));
    Optimiser optimiser(module.parameters(), options_.optimiser);
    const auto learn = [&]() -> Status {
      optimiser.Step(sum.parameters, 0, options_.threads);
      return {};
    };
    EASEL_TRY(learn());
    EASEL_ASSIGN(const double learning, UsualSecondsOf(learn));
    const auto shards = static_cast<double>(shards_);
    // Scaling the sum, and the moving average, go once through all weights as adding does.
    const double passes = (shards - 1) / threads_ + (options_.average > 0 ? 2 : 1);
    return shards / threads_ * seconds + passes * adding + learning;
  }

  /// Of an epoch.
  Result<double> JudgingSeconds() const {
    if (validation_ == nullptr) return 0.0;
    const auto few = static_cast<size_t>(options_.threads);
    const auto judge = [&](size_t count) {
      return [&, count]() -> Status {
        EASEL_TRY(Validate(network_, FirstOf(*validation_, count), options_.threads));
        return {};
      };
    };
    EASEL_ASSIGN(const double once, SecondsOf(judge(few)));
    EASEL_ASSIGN(const double thrice, SecondsOf(judge(3 * few)));
    const double item = std::max(0.0, thrice - once) / static_cast<double>(2 * few);
    return once + item * static_cast<double>(validation_->size());
  }

  int64_t Bytes(const Sizes& sizes) const {
    constexpr int64_t kNumber = sizeof(float);
    const int64_t moments = options_.optimiser.rule == Rule::kAdamW ? 2 : 1;
    const int64_t averages = options_.average > 0 ? 1 : 0;
    const int64_t kept = (2 + averages) * sizes.changing + moments * sizes.learnt;
    // A set of gradients for every thread, and one for every level of the tree that waits for its other half.
    const int64_t waiting = std::bit_width(static_cast<uint64_t>(shards_)) - 1;
    const int64_t gradients = std::min(shards_, threads_ + waiting) * sizes.learnt;
    // Measured: a tenth of the maps' memory lies unused between them.
    const int64_t maps = threads_ * BytesOfMaps(network_, shard_, options_.precision) / 10 * 11;
    const int64_t step = kNumber * gradients + maps;
    // The weights as they are, the graph with and without BatchNorm, and what each thread's runtime makes of
    // it.
    const int64_t judging =
        validation_ == nullptr ? 0 : kNumber * (sizes.changing + (2 + options_.threads) * sizes.all);
    // A file is made in memory, which doubles whenever it is full.
    const int64_t saving = options_.checkpoint.empty() ? 0 : 2 * kNumber * kept;
    return kEngine + kNumber * (sizes.all - sizes.changing + kept) + std::max({step, judging, saving});
  }

  const graph::Graph& network_;
  const Examples& train_;
  const Examples* validation_;
  const FitOptions& options_;
  const int64_t batch_;
  const int64_t shard_;
  const int64_t shards_;
  const int threads_;
};

graph::Activation ActivationOf(const graph::Operator& op) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { one.activation; }) {
          return one.activation;
        } else {
          return graph::Activation::kNone;
        }
      },
      op);
}

/// How many maps of its output's size a node's forward pass leaves for the backward one.
int64_t MapsOf(const graph::Operator& op, Precision precision) {
  if (std::holds_alternative<graph::SliceChannels>(op)) return 0;
  if (std::holds_alternative<graph::MaxPool2d>(op)) return 3;  // places are 64 bits
  const graph::Activation activation = ActivationOf(op);
  // The gradients of ReLUs need their output only, which takes the input's place.
  const bool is_in_place = activation == graph::Activation::kRelu ||
                           (activation == graph::Activation::kRelu6 && precision == Precision::kFloat32);
  return activation == graph::Activation::kNone || is_in_place ? 1 : 2;
}

}  // namespace

int64_t BytesOfMaps(const graph::Graph& network, int64_t items, Precision precision) {
  const int64_t number = precision == Precision::kMixed ? 2 : 4;
  const auto size = [&](graph::ValueId id) {
    int64_t count = network.At(id).is_constant() ? 0 : items * number;
    for (const int64_t side : network.At(id).shape) count *= side;
    return count;
  };
  int64_t live = 0;
  for (const graph::ValueId id : network.inputs) live += size(id) * (precision == Precision::kMixed ? 3 : 1);
  for (const graph::Node& node : network.nodes) live += MapsOf(node.op, precision) * size(node.output);
  int64_t most = live;
  for (auto node = network.nodes.rbegin(); node != network.nodes.rend(); ++node) {
    int64_t gradients = 2 * size(node->output);
    for (const graph::ValueId id : node->inputs) gradients += size(id);
    most = std::max(most, live + gradients);
    live -= MapsOf(node->op, precision) * size(node->output);
  }
  return most;
}

Result<Forecast> Foresee(const graph::Graph& network, const Examples& train, const Examples* validation,
                         const FitOptions& options) {
  KeepFreedMemory();
  UseOneKernelThread();
  if (!ReserveKernelMemory(options.threads)) return OutOfMemory();
  try {
    return Foreseer(network, train, validation, options).Run();
  } catch (const std::exception& error) {
    if (!IsOutOfMemory(error)) throw;
    return OutOfMemory();
  }
}

}  // namespace easel::training
