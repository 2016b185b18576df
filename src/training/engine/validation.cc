#include "training/engine/validation.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

#include "base/parallel.h"
#include "graph/fold.h"
#include "runtime/executor.h"

namespace easel::training {
namespace {

/// What one thread works with.
struct Bench {
  std::unique_ptr<runtime::Executor> executor;
  std::vector<float> picture;
  std::vector<float> target;
  std::vector<float> logits;
};

/// −Σ target · log softmax(logits)
double CrossEntropy(const std::vector<float>& logits, const std::vector<float>& target) {
  const double most = *std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - most);
  double loss = 0;
  for (size_t c = 0; c < logits.size(); ++c) loss += target[c] * (most + std::log(sum) - logits[c]);
  return loss;
}

auto Highest(const std::vector<float>& values) { return std::ranges::max_element(values) - values.begin(); }

}  // namespace

Result<Score> Validate(const graph::Graph& network, const Examples& examples, int threads,
                       const Progress& progress) {
  EASEL_ASSIGN(const graph::Graph folded, graph::FoldBatchNorm(network));
  const graph::Shape shape = examples.shape();
  const auto values =
      static_cast<size_t>(std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>()));
  const auto classes = static_cast<size_t>(examples.classes());
  std::vector<Bench> benches(static_cast<size_t>(threads));
  for (Bench& bench : benches) {
    EASEL_ASSIGN(bench.executor, runtime::Executor::Create(folded));
    bench.picture.resize(values);
    bench.target.resize(classes);
    bench.logits.resize(classes);
  }
  std::vector<double> losses(examples.size());
  std::vector<char> right(examples.size());
  EASEL_TRY(TryInParallel(examples.size(), threads, [&](size_t i, int thread) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    Bench& bench = benches[static_cast<size_t>(thread)];
    const std::span<const float> input(bench.picture);
    const std::span<float> output(bench.logits);
    EASEL_TRY(examples.Fill(i, std::nullopt, bench.picture, bench.target));
    EASEL_TRY(bench.executor->Run({&input, 1}, {&output, 1}));
    losses[i] = CrossEntropy(bench.logits, bench.target);
    right[i] = Highest(bench.logits) == Highest(bench.target);
    return {};
  }));
  const auto count = static_cast<double>(examples.size());
  return Score{std::accumulate(losses.begin(), losses.end(), 0.0) / count,
               static_cast<double>(std::ranges::count(right, 1)) / count};
}

}  // namespace easel::training
