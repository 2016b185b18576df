#include "graph/cut.h"

#include <algorithm>
#include <utility>

namespace easel::graph {
namespace {

std::unexpected<Error> CannotCut(Text why, std::string item) {
  return Fail(
      ErrorKind::kBadInput, "graph-cut",
      {"The model's network cannot be cut there: " + why.en + ".",
       "无法在该处切分模型的网络：" + why.zh + "。"},
      {"Use a model whose features are computed by its own network.", "请使用由自身网络计算特征的模型。"},
      std::move(item));
}

size_t Index(ValueId id) { return static_cast<size_t>(id); }

bool Contains(const std::vector<ValueId>& ids, ValueId id) { return std::ranges::find(ids, id) != ids.end(); }

Result<std::vector<ValueId>> FindProduced(const Graph& graph, std::span<const std::string> names) {
  std::vector<ValueId> ids;
  for (const std::string& name : names) {
    const ValueId id = graph.Find(name);
    if (std::ranges::find(graph.nodes, id, &Node::output) == graph.nodes.end()) {
      return CannotCut({"no node makes this value", "没有节点生成该值"}, name);
    }
    ids.push_back(id);
  }
  return ids;
}

}  // namespace

std::vector<bool> NeededValues(const Graph& graph) {
  std::vector<bool> needed(graph.values.size());
  for (const ValueId id : graph.outputs) needed[Index(id)] = true;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    if (!needed[Index(node->output)]) continue;
    for (const ValueId id : node->inputs) needed[Index(id)] = true;
  }
  return needed;
}

Graph DropUnused(const Graph& graph) {
  std::vector<bool> kept = NeededValues(graph);
  for (const ValueId id : graph.inputs) kept[Index(id)] = true;
  Graph result;
  std::vector<ValueId> renumbered(graph.values.size(), -1);
  for (size_t i = 0; i < graph.values.size(); ++i) {
    if (!kept[i]) continue;
    renumbered[i] = static_cast<ValueId>(result.values.size());
    result.values.push_back(graph.values[i]);
  }
  const auto renumber = [&](std::vector<ValueId> ids) {
    for (ValueId& id : ids) id = renumbered[Index(id)];
    return ids;
  };
  for (const Node& node : graph.nodes) {
    if (kept[Index(node.output)])
      result.nodes.push_back({node.op, renumber(node.inputs), renumbered[Index(node.output)]});
  }
  result.inputs = renumber(graph.inputs);
  result.outputs = renumber(graph.outputs);
  return result;
}

Result<Graph> ExtractUpTo(const Graph& graph, std::span<const std::string> cut_value_names) {
  Graph part = graph;
  EASEL_ASSIGN(part.outputs, FindProduced(graph, cut_value_names));
  return DropUnused(part);
}

Result<Graph> ExtractTail(const Graph& graph, std::span<const std::string> cut_value_names) {
  Graph part = graph;
  EASEL_ASSIGN(part.inputs, FindProduced(graph, cut_value_names));
  std::erase_if(part.nodes, [&](const Node& node) { return Contains(part.inputs, node.output); });
  const std::vector<bool> needed = NeededValues(part);
  for (const ValueId id : graph.inputs) {
    if (needed[Index(id)])
      return CannotCut({"the result also depends on this input", "结果还依赖于此输入"}, graph.At(id).name);
  }
  for (const ValueId id : part.outputs) {
    if (Contains(part.inputs, id)) {
      return CannotCut({"this value is already the result", "该值本身就是结果"}, graph.At(id).name);
    }
  }
  return DropUnused(part);
}

}  // namespace easel::graph
