#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
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

/// A tensor's size. Activations are N × H × W × C (NHWC) or N × C, with N = 1 in the graph; a runtime may
/// batch.
using Shape = std::vector<int64_t>;

/// How a map is padded with zeros before windows are taken from it.
enum class Padding {
  kValid,    ///< not at all
  kSame,     ///< TensorFlow's: outputs = ⌈inputs / stride⌉, the odd pixel goes to the bottom and right
  kCentred,  ///< (kernel − 1) / 2 on every side, as networks made with PyTorch have it
};
enum class Activation {
  kNone,
  kRelu,
  kRelu6,
  kHardSigmoid,  ///< min(max(x + 3, 0), 6) / 6 (Howard et al., arXiv:1905.02244)
  kHardSwish,    ///< x · hard sigmoid of x (likewise)
};

/// The operators. Weights are constant inputs; a [bias] may be left out.
struct Conv2d {  ///< inputs: x, weight [O, KH, KW, I], [bias [O]]
  int stride = 1;
  Padding padding = Padding::kSame;
  Activation activation = Activation::kNone;
  bool operator==(const Conv2d&) const = default;
};
struct DepthwiseConv2d {  ///< inputs: x, weight [1, KH, KW, C], [bias [C]]
  int stride = 1;
  Padding padding = Padding::kSame;
  Activation activation = Activation::kNone;
  bool operator==(const DepthwiseConv2d&) const = default;
};
struct FullyConnected {  ///< inputs: x [N, I], weight [O, I], [bias [O]]
  Activation activation = Activation::kNone;
  bool operator==(const FullyConnected&) const = default;
};
/// (x − mean) / √(variance + epsilon) · scale + shift, per channel (Ioffe & Szegedy, arXiv:1502.03167).
/// Networks have it while they learn; FoldBatchNorm (graph/fold.h) takes it out before they run.
struct BatchNorm {  ///< inputs: x, scale [C], shift [C], mean [C], variance [C]
  float epsilon = 1e-5F;
  Activation activation = Activation::kNone;
  bool operator==(const BatchNorm&) const = default;
};
struct MaxPool2d {  ///< x [N, H, W, C]; padding never wins
  int kernel = 2;
  int stride = 2;
  Padding padding = Padding::kValid;
  bool operator==(const MaxPool2d&) const = default;
};
struct AveragePool2d {  ///< x [N, H, W, C]
  int kernel = 2;
  int stride = 2;
  Padding padding = Padding::kValid;
  bool count_padding = false;  ///< the mean is over the whole window, zeros of the padding included
  bool operator==(const AveragePool2d&) const = default;
};
struct Add {  ///< two inputs of equal shape
  Activation activation = Activation::kNone;
  bool operator==(const Add&) const = default;
};
struct ScaleChannels {  ///< x [N, H, W, C] times a gate [N, C], as squeeze-and-excitation does
                        ///< (arXiv:1709.01507)
  bool operator==(const ScaleChannels&) const = default;
};
struct SliceChannels {  ///< the channels [begin, end) of x, along the last axis
  int begin = 0;
  int end = 1;
  bool operator==(const SliceChannels&) const = default;
};
struct ShuffleChannels {  ///< channel i · C/groups + j becomes channel j · groups + i (Zhang et al.,
                          ///< arXiv:1707.01083)
  int groups = 2;         ///< divides C
  bool operator==(const ShuffleChannels&) const = default;
};
struct Upsample2d {  ///< x [N, H, W, C] → [N, factor · H, factor · W, C]: every pixel becomes factor × factor
                     ///< of it
  int factor = 2;    ///< 2 … 16
  bool operator==(const Upsample2d&) const = default;
};
struct GlobalAveragePool {  ///< [N, H, W, C] → [N, C]
  bool operator==(const GlobalAveragePool&) const = default;
};
struct GlobalMaxPool {  ///< [N, H, W, C] → [N, C]
  bool operator==(const GlobalMaxPool&) const = default;
};
struct MeanOverWidth {  ///< [N, H, W, C] → [N, H, 1, C]; of a spectrogram, whose width is its bands, the
                        ///< mean at each time
  bool operator==(const MeanOverWidth&) const = default;
};
struct Concat {  ///< of one or more inputs, along the last axis
  bool operator==(const Concat&) const = default;
};
struct SquareRoot {  ///< of every element; inputs are not negative
  bool operator==(const SquareRoot&) const = default;
};
struct Softmax {  ///< along the last axis
  bool operator==(const Softmax&) const = default;
};

using Operator = std::variant<Conv2d, DepthwiseConv2d, FullyConnected, BatchNorm, MaxPool2d, AveragePool2d,
                              Add, ScaleChannels, SliceChannels, ShuffleChannels, Upsample2d,
                              GlobalAveragePool, GlobalMaxPool, MeanOverWidth, Concat, SquareRoot, Softmax>;

struct Node {
  Operator op;
  std::vector<ValueId> inputs;
  ValueId output = -1;

  bool operator==(const Node&) const = default;
};

/// A tensor of the graph: an input, a constant with its data, or the output of one node. All are float32.
struct Value {
  std::string name;  ///< unique in the graph, e.g. "layer1.0.conv1.weight"
  Shape shape;
  std::vector<float> data;  ///< of a constant: the product of `shape` values; empty otherwise

  bool is_constant() const { return !data.empty(); }
  bool operator==(const Value&) const = default;
};

/// A model as a value: copyable, comparable, serialisable; no code, no library. Nodes are in an order in
/// which each comes after those that make its inputs.
struct Graph {
  std::vector<Value> values;
  std::vector<Node> nodes;
  std::vector<ValueId> inputs;
  std::vector<ValueId> outputs;

  ValueId Find(std::string_view name) const;  ///< -1 when there is none
  const Value& At(ValueId id) const { return values[static_cast<size_t>(id)]; }
  bool operator==(const Graph&) const = default;
};

/// Builds a graph node by node; shapes are inferred. Misuse is a bug and throws std::logic_error.
class GraphBuilder {
 public:
  ValueId Input(std::string name, Shape shape);
  ValueId Constant(std::string name, Shape shape, std::vector<float> data);
  ValueId Apply(std::string name, Operator op, std::vector<ValueId> inputs);
  const Value& At(ValueId value) const;
  const Shape& ShapeOf(ValueId value) const { return At(value).shape; }
  const std::string& NameOf(ValueId value) const { return At(value).name; }
  ValueId Find(std::string_view name) const;  ///< -1 when there is none
  /// The finished graph, in which the ids stay what they were. The builder must not be used afterwards.
  Graph Finish(std::vector<ValueId> outputs);

 private:
  ValueId Append(std::string name, Shape shape, std::vector<float> data);

  Graph graph_;
  std::map<std::string, ValueId, std::less<>> ids_;
};

/// The number of leading inputs that are activations; the others are weights and must be constants.
size_t ActivationInputs(const Operator& op, size_t inputs);

/// Zeros before and after the map along one axis, for windows of `kernel` values, and how many windows there
/// are (0: none fits).
struct WindowLayout {
  int64_t before = 0;
  int64_t after = 0;
  int64_t count = 0;
};
WindowLayout LayOut(int64_t length, int64_t kernel, int64_t stride, Padding padding);

/// Calls visit(node, i) once for each constant that nodes use, in the order of the nodes, at the first place
/// where one does: node.inputs[i] is the constant.
void ForEachConstant(const Graph& graph, const std::function<void(const Node& node, size_t i)>& visit);

/// The output shape of an operator, or why it cannot be applied (kBadInput).
Result<Shape> InferShape(const Operator& op, std::span<const Shape> inputs);

/// The product of the sizes; an error (kBadInput) when one is below 1 or the product above kMaxElements.
inline constexpr int64_t kMaxElements = int64_t{1} << 26;
Result<int64_t> ElementCount(const Shape& shape);

/// Everything that a runtime relies on: ids in range, unique names, order, shapes as inferred, constants of
/// the right size and finite, variances not negative, weights constant and activations not, one producer per
/// value, outputs made by nodes, at most kMaxMacs. For graphs that came out of a file. Errors are kBadInput
/// "graph-invalid" and name the value or node.
inline constexpr int64_t kMaxMacs = 1'000'000'000'000;
Status Validate(const Graph& graph);

/// The graph without the constants' data, for the bundle (docs/formats/bundle.md).
json::value ToJson(const Graph& graph);
/// The inverse. `constants` is the data of all constants as float32, little endian, in the order of the
/// values; it must be used up exactly. The graph is not yet checked by Validate.
Result<Graph> FromJson(const json::value& value, std::span<const std::byte> constants);

/// What a model costs.
struct Cost {
  int64_t params = 0;  ///< numbers in constants, a shared constant counted once; not the mean and variance of
                       ///< a BatchNorm, which are measured and not learnt
  int64_t macs = 0;    ///< multiply-adds of one inference (convolutions and fully connected layers)
};
Cost CostOf(const Graph& graph);
/// The multiply-adds of one operator whose inputs and output have these shapes.
int64_t MacsOf(const Operator& op, std::span<const Shape> inputs, const Shape& output);

}  // namespace easel::graph
