#pragma once

#include <functional>
#include <vector>

#include "training/engine/module.h"

namespace easel::training {

/// Some items of a batch that go through the network together, on one thread. A batch is always cut into the
/// same shards, whoever works on them: this, and a fixed order of summing, make the result the same for any
/// number of threads and of processes.
struct Shard {
  torch::Tensor
      pictures;  ///< [B, H, W, C] float32; for a network of several inputs [B, N], see Module::Split
  torch::Tensor
      targets;  ///< [B, classes], each row a distribution, unless the loss has another meaning for it
  torch::Tensor weights;  ///< [B], what each item's loss is multiplied by
};

/// What a network's outputs for a shard are worth.
struct ShardLoss {
  torch::Tensor sum;    ///< a differentiable number
  double weight = 0;    ///< by which the sum over a batch is divided in the end
  int64_t correct = 0;  ///< items that are right, where the loss knows such a thing
};

/// What is minimised. Called on several threads at a time.
using Loss = std::function<ShardLoss(const std::vector<torch::Tensor>& outputs, const Shard& shard)>;

/// Weighted cross entropy of the only output against the targets; right is an item whose highest score is
/// that of its highest target.
ShardLoss CrossEntropy(const std::vector<torch::Tensor>& outputs, const Shard& shard);

/// Sums over some shards of a batch.
struct Gradients {
  std::vector<torch::Tensor> parameters;    ///< of the summed loss, in the order of Module::parameters
  std::vector<BatchStatistics> statistics;  ///< summed over shards
  double loss = 0;                          ///< ShardLoss::sum, like the next two
  double weight = 0;
  int64_t correct = 0;
  int64_t items = 0;
  int64_t shards = 0;
};

/// Loss and gradients of one shard. With `batch_statistics` BatchNorm normalises by the shard ("ghost
/// batches", Hoffer et al., arXiv:1705.08741), otherwise as in evaluation.
Gradients Differentiate(const Module& module, const Shard& shard, bool batch_statistics,
                        Precision precision = Precision::kFloat32, const Loss& loss = CrossEntropy);

/// Adds b to a, reusing a's memory.
Gradients Add(Gradients a, const Gradients& b);

/// A sum over the shards [0, count) in the shape of a fixed binary tree: the ranges [i·2^k, (i+1)·2^k) are
/// summed first. Takes partial sums over such ranges in any order of their arrival; the bits of the result do
/// not depend on it, nor on where the ranges were cut. Not thread-safe.
class TreeSum {
 public:
  explicit TreeSum(size_t count) : count_(count) {}

  /// The sum over [first, first + size), size a power of two that divides first, or ending at count.
  void Put(size_t first, size_t size, Gradients sum);
  bool IsComplete() const { return parts_.size() == 1 && parts_.front().size == count_; }
  Gradients Take() { return std::move(parts_.front().sum); }

  struct Part {
    size_t first = 0;
    size_t size = 0;
    Gradients sum;
  };
  size_t count() const { return count_; }
  /// The partial sums as they are, in order of their shards: what another process needs to go on.
  std::vector<Part>& parts() { return parts_; }

 private:
  void Merge();

  size_t count_;
  std::vector<Part> parts_;  ///< sorted by first
};

}  // namespace easel::training
