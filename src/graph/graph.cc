#include "graph/graph.h"

#include <set>
#include <stdexcept>
#include <utility>

namespace easel::graph {

ValueId Graph::Find(std::string_view name) const {
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i].name == name) return static_cast<ValueId>(i);
  }
  return -1;
}

const Value& GraphBuilder::At(ValueId value) const { return graph_.values.at(static_cast<size_t>(value)); }

void ForEachConstant(const Graph& graph, const std::function<void(const Node&, size_t)>& visit) {
  std::set<ValueId> seen;
  for (const Node& node : graph.nodes) {
    for (size_t i = ActivationInputs(node.op, node.inputs.size()); i < node.inputs.size(); ++i) {
      if (seen.insert(node.inputs[i]).second) visit(node, i);
    }
  }
}

ValueId GraphBuilder::Find(std::string_view name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? -1 : found->second;
}

ValueId GraphBuilder::Append(std::string name, Shape shape, std::vector<float> data) {
  if (!ElementCount(shape)) throw std::logic_error("a shape that no tensor can have: " + name);
  const auto id = static_cast<ValueId>(graph_.values.size());
  if (!ids_.emplace(name, id).second) throw std::logic_error("two values of one name: " + name);
  graph_.values.push_back({std::move(name), std::move(shape), std::move(data)});
  return id;
}

ValueId GraphBuilder::Input(std::string name, Shape shape) {
  const ValueId id = Append(std::move(name), std::move(shape), {});
  graph_.inputs.push_back(id);
  return id;
}

ValueId GraphBuilder::Constant(std::string name, Shape shape, std::vector<float> data) {
  const Result<int64_t> count = ElementCount(shape);
  if (!count || static_cast<size_t>(*count) != data.size()) {
    throw std::logic_error("a constant's data does not fit its shape: " + name);
  }
  return Append(std::move(name), std::move(shape), std::move(data));
}

ValueId GraphBuilder::Apply(std::string name, Operator op, std::vector<ValueId> inputs) {
  std::vector<Shape> shapes;
  for (size_t i = 0; i < inputs.size(); ++i) {
    shapes.push_back(ShapeOf(inputs[i]));
    if (At(inputs[i]).is_constant() != (i >= ActivationInputs(op, inputs.size()))) {
      throw std::logic_error("weights must be constants and activations must not: " + name);
    }
  }
  Result<Shape> shape = InferShape(op, shapes);
  if (!shape) throw std::logic_error(name + ": " + shape.error().message.en);
  const ValueId id = Append(std::move(name), std::move(*shape), {});
  graph_.nodes.push_back({op, std::move(inputs), id});
  return id;
}

Graph GraphBuilder::Finish(std::vector<ValueId> outputs) {
  graph_.outputs = std::move(outputs);
  if (const Status status = Validate(graph_); !status) {
    throw std::logic_error(status.error().message.en + " (" + status.error().item + ")");
  }
  return std::move(graph_);
}

}  // namespace easel::graph
