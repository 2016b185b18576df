#include "training/engine/module.h"

#include <algorithm>

#include "training/engine/operators.h"

namespace easel::training {
namespace {

size_t Index(graph::ValueId id) { return static_cast<size_t>(id); }

/// The tensor of a constant: weights of convolutions [O, KH, KW, I] as [O, I, KH, KW].
torch::Tensor ToTensor(const graph::Value& value, const torch::Device& device) {
  // from_blob does not write; it has no form for constant data.
  torch::Tensor tensor =
      torch::from_blob(const_cast<float*>(value.data.data()), value.shape, torch::kFloat32);
  if (value.shape.size() != 4) return tensor.clone().to(device);
  return tensor.permute({0, 3, 1, 2})
      .to(device, torch::kFloat32, /*non_blocking=*/false, /*copy=*/true, torch::MemoryFormat::ChannelsLast);
}

std::vector<float> ToData(const torch::Tensor& tensor) {
  torch::Tensor rows = tensor.detach().to(torch::kCPU);
  if (rows.dim() == 4) rows = rows.permute({0, 2, 3, 1});
  rows = rows.contiguous();
  return {rows.data_ptr<float>(), rows.data_ptr<float>() + rows.numel()};
}

}  // namespace

Module::Module(graph::Graph graph, const torch::Device& device, const std::vector<std::string>& frozen)
    : graph_(std::move(graph)), device_(device), constants_(graph_.values.size()) {
  // In the order of the nodes, so that Absorb and the optimiser have an order as well.
  graph::ForEachConstant(graph_, [&](const graph::Node& node, size_t i) {
    const bool is_norm = std::holds_alternative<graph::BatchNorm>(node.op);
    const graph::ValueId id = node.inputs[i];
    graph::Value& value = graph_.values[Index(id)];
    torch::Tensor& tensor = constants_[Index(id)] = ToTensor(value, device);
    value.data = std::vector<float>();
    if (is_norm && i >= 3) {
      statistics_.push_back(tensor);
    } else if (std::ranges::none_of(
                   frozen, [&](const std::string& prefix) { return value.name.starts_with(prefix); })) {
      parameters_.push_back({value.name, tensor.set_requires_grad(true), !is_norm && i == 1});
    }
  });
}

std::vector<torch::Tensor> Module::Forward(const std::vector<torch::Tensor>& inputs,
                                           std::vector<BatchStatistics>* statistics,
                                           Precision precision) const {
  const torch::ScalarType type = precision == Precision::kMixed ? torch::kBFloat16 : torch::kFloat32;
  std::vector<torch::Tensor> values = constants_;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const torch::Tensor input = inputs[i].to(device_, type);
    values[Index(graph_.inputs[i])] = input.dim() == 4 ? input.permute({0, 3, 1, 2}) : input;
  }
  std::vector<torch::Tensor> operands;
  for (const graph::Node& node : graph_.nodes) {
    operands.clear();
    for (const graph::ValueId id : node.inputs) operands.push_back(values[Index(id)]);
    const bool is_norm = std::holds_alternative<graph::BatchNorm>(node.op);
    if (!is_norm && precision == Precision::kMixed) {
      for (torch::Tensor& operand : operands) operand = operand.to(type);
    }
    values[Index(node.output)] =
        std::visit([&](const auto& op) { return Compute(op, operands, statistics); }, node.op);
  }
  std::vector<torch::Tensor> outputs;
  for (const graph::ValueId id : graph_.outputs) outputs.push_back(values[Index(id)].to(torch::kFloat32));
  return outputs;
}

std::vector<torch::Tensor> Module::Split(const torch::Tensor& batch) const {
  if (graph_.inputs.size() == 1) return {batch};
  std::vector<torch::Tensor> inputs;
  int64_t begin = 0;
  for (const graph::ValueId id : graph_.inputs) {
    std::vector<int64_t> sizes = graph_.At(id).shape;
    int64_t count = 1;
    for (const int64_t size : sizes) count *= size;
    sizes.front() = batch.size(0);
    inputs.push_back(batch.narrow(1, begin, count).reshape(sizes).contiguous());
    begin += count;
  }
  return inputs;
}

void Module::Absorb(const std::vector<BatchStatistics>& seen, double momentum) {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < seen.size(); ++i) {
    statistics_[2 * i].mul_(1 - momentum).add_(seen[i].mean, momentum);
    statistics_[2 * i + 1].mul_(1 - momentum).add_(seen[i].variance, momentum);
  }
}

graph::Graph Module::Export() const {
  graph::Graph out = graph_;
  for (size_t i = 0; i < constants_.size(); ++i) {
    if (constants_[i].defined()) out.values[i].data = ToData(constants_[i]);
  }
  return out;
}

}  // namespace easel::training
