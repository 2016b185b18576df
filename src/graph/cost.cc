#include <set>

#include "graph/graph.h"

namespace easel::graph {
namespace {

int64_t Product(const Shape& shape) {
  int64_t product = 1;
  for (const int64_t size : shape) product *= size;
  return product;
}

}  // namespace

int64_t MacsOf(const Operator& op, std::span<const Shape> inputs, const Shape& output) {
  // The weight has its output channel first, but a depthwise one has it last.
  if (std::holds_alternative<Conv2d>(op) || std::holds_alternative<FullyConnected>(op)) {
    return Product(output) * (Product(inputs[1]) / inputs[1].front());
  }
  if (std::holds_alternative<DepthwiseConv2d>(op))
    return Product(output) * (Product(inputs[1]) / inputs[1].back());
  return 0;
}

Cost CostOf(const Graph& graph) {
  Cost cost;
  std::set<ValueId> statistics;
  for (const Node& node : graph.nodes) {
    if (std::holds_alternative<BatchNorm>(node.op))
      statistics.insert(node.inputs.begin() + 3, node.inputs.end());
    std::vector<Shape> shapes;
    for (const ValueId id : node.inputs) shapes.push_back(graph.At(id).shape);
    cost.macs += MacsOf(node.op, shapes, graph.At(node.output).shape);
  }
  for (size_t i = 0; i < graph.values.size(); ++i) {
    if (!statistics.contains(static_cast<ValueId>(i)))
      cost.params += static_cast<int64_t>(graph.values[i].data.size());
  }
  return cost;
}

}  // namespace easel::graph
