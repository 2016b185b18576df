#include "graph/inline.h"

#include <stdexcept>

namespace easel::graph {
namespace {

ValueId ShareOrAdd(GraphBuilder& builder, const Value& constant, const std::string& name) {
  const ValueId id = builder.Find(name);
  if (id < 0) return builder.Constant(name, constant.shape, constant.data);
  if (builder.At(id).shape != constant.shape || builder.At(id).data != constant.data) {
    throw std::logic_error("two constants of one name: " + name);
  }
  return id;
}

}  // namespace

std::vector<ValueId> Inline(GraphBuilder& builder, const Graph& graph, std::span<const ValueId> inputs,
                            const InlineNames& names) {
  if (inputs.size() != graph.inputs.size())
    throw std::logic_error("another number of inputs than the graph has");
  std::vector<ValueId> places(graph.values.size(), -1);
  const auto place = [&](ValueId id) -> ValueId& { return places[static_cast<size_t>(id)]; };
  for (size_t i = 0; i < inputs.size(); ++i) place(graph.inputs[i]) = inputs[i];
  for (const Node& node : graph.nodes) {
    std::vector<ValueId> sources;
    for (const ValueId id : node.inputs) {
      const Value& value = graph.At(id);
      if (value.is_constant() && place(id) < 0)
        place(id) = ShareOrAdd(builder, value, names.prefix + value.name);
      sources.push_back(place(id));
    }
    place(node.output) =
        builder.Apply(names.prefix + graph.At(node.output).name + names.suffix, node.op, std::move(sources));
  }
  std::vector<ValueId> outputs;
  for (const ValueId id : graph.outputs) outputs.push_back(place(id));
  return outputs;
}

}  // namespace easel::graph
