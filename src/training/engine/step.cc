#include "training/engine/step.h"

#include <algorithm>
#include <bit>

namespace easel::training {

ShardLoss CrossEntropy(const std::vector<torch::Tensor>& outputs, const Shard& shard) {
  const torch::Tensor& logits = outputs.front();
  const torch::Tensor targets = shard.targets.to(logits.device());
  const torch::Tensor weights = shard.weights.to(logits.device());
  ShardLoss loss{.sum = -(at::log_softmax(logits, 1) * targets).sum(1).dot(weights)};
  const torch::NoGradGuard no_gradient;
  loss.weight = shard.weights.sum(torch::kFloat64).item<double>();
  loss.correct = logits.argmax(1).eq(targets.argmax(1)).sum().item<int64_t>();
  return loss;
}

Gradients Differentiate(const Module& module, const Shard& shard, bool batch_statistics, Precision precision,
                        const Loss& loss) {
  Gradients out;
  const ShardLoss found = loss(
      module.Forward(module.Split(shard.pictures), batch_statistics ? &out.statistics : nullptr, precision),
      shard);
  std::vector<torch::Tensor> parameters;
  for (const Module::Parameter& parameter : module.parameters()) parameters.push_back(parameter.value);
  out.parameters = torch::autograd::grad({found.sum}, parameters);
  const torch::NoGradGuard no_gradient;
  out.loss = found.sum.item<double>();
  out.weight = found.weight;
  out.correct = found.correct;
  out.items = shard.pictures.size(0);
  out.shards = 1;
  return out;
}

Gradients Add(Gradients a, const Gradients& b) {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < a.parameters.size(); ++i) a.parameters[i].add_(b.parameters[i]);
  for (size_t i = 0; i < a.statistics.size(); ++i) {
    a.statistics[i].mean = a.statistics[i].mean + b.statistics[i].mean;
    a.statistics[i].variance = a.statistics[i].variance + b.statistics[i].variance;
  }
  a.loss += b.loss;
  a.weight += b.weight;
  a.correct += b.correct;
  a.items += b.items;
  a.shards += b.shards;
  return a;
}

void TreeSum::Put(size_t first, size_t size, Gradients sum) {
  const auto place = std::ranges::lower_bound(parts_, first, {}, &Part::first);
  parts_.insert(place, {first, size, std::move(sum)});
  Merge();
}

void TreeSum::Merge() {
  // Two neighbours merge when together they are a node of the tree: the left one begins at a multiple of the
  // node's width, and the right one fills the rest of it, up to its end or to that of all shards.
  for (size_t i = 0; i + 1 < parts_.size();) {
    Part& left = parts_[i];
    Part& right = parts_[i + 1];
    const size_t half = left.size;
    const bool is_half = std::has_single_bit(half) && left.first % (2 * half) == 0;
    const size_t end = std::min(left.first + 2 * half, count_);
    if (is_half && right.first == left.first + half && right.first + right.size == end) {
      left.sum = Add(std::move(left.sum), right.sum);
      left.size = end - left.first;
      parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      i = i == 0 ? 0 : i - 1;
    } else {
      ++i;
    }
  }
}

}  // namespace easel::training
