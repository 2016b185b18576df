#include "graph/sides.h"

#include <utility>

namespace easel::graph {

Result<Graph> ExchangeSides(const Graph& graph) {
  Graph out = graph;
  for (const ValueId id : out.inputs) {
    Shape& shape = out.values[static_cast<size_t>(id)].shape;
    if (shape.size() == 4) std::swap(shape[1], shape[2]);
  }
  for (const Node& node : out.nodes) {
    std::vector<Shape> shapes;
    for (const ValueId id : node.inputs) shapes.push_back(out.At(id).shape);
    EASEL_ASSIGN(out.values[static_cast<size_t>(node.output)].shape, InferShape(node.op, shapes));
  }
  EASEL_TRY(Validate(out));
  return out;
}

}  // namespace easel::graph
