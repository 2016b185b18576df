#pragma once

#include <span>

#include "graph/graph.h"

namespace easel::runtime::reference {

/// A tensor to read, and one to write. Neither is owned; `data` has the product of `shape` values.
struct Input {
  const graph::Shape& shape;
  const float* data;
};
struct Output {
  const graph::Shape& shape;
  float* data;
};

/// The operators as plain loops over the definition in graph/graph.h, sums in double: the oracle that the
/// fast kernels are compared with, and what runs where there is no fast one. Inputs and output have the
/// shapes of graph::InferShape and do not overlap.
void Compute(const graph::Conv2d& op, std::span<const Input> inputs, Output output);
void Compute(const graph::DepthwiseConv2d& op, std::span<const Input> inputs, Output output);
void Compute(const graph::FullyConnected& op, std::span<const Input> inputs, Output output);
void Compute(const graph::BatchNorm& op, std::span<const Input> inputs, Output output);
void Compute(const graph::MaxPool2d& op, std::span<const Input> inputs, Output output);
void Compute(const graph::AveragePool2d& op, std::span<const Input> inputs, Output output);
void Compute(const graph::Add& op, std::span<const Input> inputs, Output output);
void Compute(const graph::ScaleChannels& op, std::span<const Input> inputs, Output output);
void Compute(const graph::SliceChannels& op, std::span<const Input> inputs, Output output);
void Compute(const graph::ShuffleChannels& op, std::span<const Input> inputs, Output output);
void Compute(const graph::Upsample2d& op, std::span<const Input> inputs, Output output);
void Compute(const graph::GlobalAveragePool& op, std::span<const Input> inputs, Output output);
void Compute(const graph::GlobalMaxPool& op, std::span<const Input> inputs, Output output);
void Compute(const graph::MeanOverWidth& op, std::span<const Input> inputs, Output output);
void Compute(const graph::Concat& op, std::span<const Input> inputs, Output output);
void Compute(const graph::SquareRoot& op, std::span<const Input> inputs, Output output);
void Compute(const graph::Softmax& op, std::span<const Input> inputs, Output output);

}  // namespace easel::runtime::reference
