#pragma once

#include <vector>

#include "graph/graph.h"
#include "training/engine/module.h"

namespace easel::training {

/// The graph's operators in libtorch. `in`: activations as [B, C, H, W] in channels-last memory or [B, C],
/// then weights as Module holds them. Only BatchNorm looks at `statistics` (see Module::Forward).
/// Differentiable in all inputs.
using Operands = std::vector<torch::Tensor>;
using Statistics = std::vector<BatchStatistics>*;

torch::Tensor Compute(const graph::Conv2d& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::DepthwiseConv2d& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::FullyConnected& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::BatchNorm& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::MaxPool2d& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::AveragePool2d& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::Add& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::ScaleChannels& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::SliceChannels& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::ShuffleChannels& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::Upsample2d& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::GlobalAveragePool& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::GlobalMaxPool& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::MeanOverWidth& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::Concat& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::SquareRoot& op, const Operands& in, Statistics statistics);
torch::Tensor Compute(const graph::Softmax& op, const Operands& in, Statistics statistics);

}  // namespace easel::training
