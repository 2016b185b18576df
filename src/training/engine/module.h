#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "training/engine/libtorch.h"

namespace easel::training {

/// The mean and variance that a BatchNorm saw in one batch, [C] each.
struct BatchStatistics {
  torch::Tensor mean;
  torch::Tensor variance;  ///< unbiased
};

/// What numbers layers compute with.
enum class Precision {
  kFloat32,
  /// Maps are kept and multiplied in bfloat16, which has float32's range and 8 bits of it; weights, their
  /// gradients, BatchNorm's statistics and the results are float32 (Kalamkar et al., arXiv:1905.12322). It
  /// takes half the memory for maps; faster it is only where the processor multiplies in bfloat16 (device.h).
  kMixed,
};

/// A network that can learn: a graph whose weights are tensors of libtorch. What it computes is what the
/// graph says, with gradients. Forward only reads and may run on several threads at a time; parameters are
/// changed in place between runs.
class Module {
 public:
  struct Parameter {
    std::string name;     ///< of the graph's constant
    torch::Tensor value;  ///< float32 leaf with gradient; OIHW where the graph has OHWI, so that libtorch's
                          ///< kernels like it
    bool decays =
        false;  ///< weights of layers do; biases and BatchNorm do not (Goyal et al., arXiv:1706.02677)
  };

  /// Copies the constants to `device`. BatchNorm's mean and variance become statistics, everything else
  /// parameters; those whose name begins with one of `frozen` are constants and get no gradient.
  explicit Module(graph::Graph graph, const torch::Device& device,
                  const std::vector<std::string>& frozen = {});

  /// The outputs for a batch, in the order of the graph's: maps come as [B, C, H, W] in channels-last memory,
  /// rows as [B, C]. `inputs`: [B, H, W, C] or [B, C], as the graph declares them but for B. With
  /// `statistics` every BatchNorm normalises by its batch (of more than one value per channel) and appends
  /// what it saw, in the order of the nodes; without, by its running statistics. Inputs of another size than
  /// the graph's throw c10::Error.
  std::vector<torch::Tensor> Forward(const std::vector<torch::Tensor>& inputs,
                                     std::vector<BatchStatistics>* statistics = nullptr,
                                     Precision precision = Precision::kFloat32) const;

  /// A batch as Forward takes it: as it is for a network of one input; for one of several a row [N] holds the
  /// numbers of an item's inputs one after the other.
  std::vector<torch::Tensor> Split(const torch::Tensor& batch) const;

  std::vector<Parameter>& parameters() { return parameters_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }

  /// The running statistics, two tensors a BatchNorm: mean, variance.
  std::vector<torch::Tensor>& statistics() { return statistics_; }
  const std::vector<torch::Tensor>& statistics() const { return statistics_; }

  /// running = (1 − momentum) · running + momentum · seen, of every BatchNorm in the order of Forward.
  void Absorb(const std::vector<BatchStatistics>& seen, double momentum);

  /// The graph with the weights as they are now.
  graph::Graph Export() const;
  const torch::Device& device() const { return device_; }

 private:
  graph::Graph graph_;  ///< without the constants' data
  torch::Device device_;
  std::vector<Parameter> parameters_;
  std::vector<torch::Tensor> statistics_;
  std::vector<torch::Tensor> constants_;  ///< by value id; undefined for activations
};

}  // namespace easel::training
