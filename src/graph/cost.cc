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
  for (const Value& value : graph.values) cost.params += static_cast<int64_t>(value.data.size());
  for (const Node& node : graph.nodes) {
    std::vector<Shape> shapes;
    for (const ValueId id : node.inputs) shapes.push_back(graph.At(id).shape);
    cost.macs += MacsOf(node.op, shapes, graph.At(node.output).shape);
  }
  return cost;
}

}  // namespace easel::graph
