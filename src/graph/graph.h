#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace easel::graph {

/// Index of a value (a tensor) in Graph::values.
using ValueId = int32_t;

/// A tensor's size. Activations are N × H × W × C (NHWC) or N × C, with N = 1 in the graph; a runtime may batch.
using Shape = std::vector<int64_t>;

enum class Padding { kValid, kSame };  ///< kSame is TensorFlow's: the odd pixel goes to the bottom and right
enum class Activation { kNone, kRelu, kRelu6 };

/// The operators. Weights are constant inputs.
struct Conv2d {              ///< inputs: x, weight [O, KH, KW, I], bias [O]
  int stride = 1;
  Padding padding = Padding::kSame;
  Activation activation = Activation::kNone;
};
struct DepthwiseConv2d {     ///< inputs: x, weight [1, KH, KW, C], bias [C]
  int stride = 1;
  Padding padding = Padding::kSame;
  Activation activation = Activation::kNone;
};
struct FullyConnected {      ///< inputs: x [N, I], weight [O, I], bias [O]
  Activation activation = Activation::kNone;
};
struct Add { Activation activation = Activation::kNone; };  ///< two inputs of equal shape
struct GlobalAveragePool {};                                ///< [N, H, W, C] → [N, C]
struct Concat {};                                           ///< along the last axis
struct Softmax {};                                          ///< along the last axis

using Operator = std::variant<Conv2d, DepthwiseConv2d, FullyConnected, Add, GlobalAveragePool, Concat, Softmax>;

struct Node {
  Operator op;
  std::vector<ValueId> inputs;
  ValueId output = -1;
};

/// A tensor of the graph: an input, a constant with its data, or the output of one node. All are float32.
struct Value {
  std::string name;            ///< unique in the graph, e.g. "blocks.3.project.weight"
  Shape shape;
  std::vector<float> data;     ///< of a constant: the product of `shape` values; empty otherwise
};

/// A model as a value: copyable, comparable, serialisable; no code, no library. Nodes are in an order in which each comes
/// after those that make its inputs.
struct Graph {
  std::vector<Value> values;
  std::vector<Node> nodes;
  std::vector<ValueId> inputs;
  std::vector<ValueId> outputs;

  ValueId Find(std::string_view name) const;  ///< -1 when there is none
};

/// Builds a graph node by node; shapes are inferred. Misuse is a bug and throws std::logic_error.
class GraphBuilder {
 public:
  ValueId Input(std::string name, Shape shape);
  ValueId Constant(std::string name, Shape shape, std::vector<float> data);
  ValueId Apply(std::string name, Operator op, std::vector<ValueId> inputs);
  const Shape& ShapeOf(ValueId value) const;
  Graph Finish(std::vector<ValueId> outputs);

 private:
  Graph graph_;
};

/// The output shape of an operator, or why it cannot be applied (kBadInput).
Result<Shape> InferShape(const Operator& op, std::span<const Shape> inputs);

/// Everything that a runtime relies on: ids in range, order, shapes as inferred, sizes of constants, one producer per
/// value, every output reachable. For graphs that came out of a file.
Status Validate(const Graph& graph);

/// The graph without the constants' data, for the bundle; FromJson needs the data again from `constants` (by name).
json::value ToJson(const Graph& graph);

/// What a model costs.
struct Cost {
  int64_t params = 0;  ///< numbers in constants
  int64_t macs = 0;    ///< multiply-adds of one inference
};
Cost CostOf(const Graph& graph);

}  // namespace easel::graph
