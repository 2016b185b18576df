#include "graph/fold.h"

#include <array>
#include <cmath>
#include <concepts>
#include <map>
#include <utility>

#include "graph/cut.h"

namespace easel::graph {
namespace {

size_t Index(ValueId id) { return static_cast<size_t>(id); }

/// What a BatchNorm does to each channel: x · scale + shift.
struct Affine {
  std::vector<float> scale;
  std::vector<float> shift;
};

Affine AffineOf(const Graph& graph, const Node& node) {
  const auto constant = [&](size_t i) -> const std::vector<float>& { return graph.At(node.inputs[i]).data; };
  const float epsilon = std::get<BatchNorm>(node.op).epsilon;
  Affine affine;
  for (size_t c = 0; c < constant(1).size(); ++c) {
    affine.scale.push_back(constant(1)[c] / std::sqrt(constant(4)[c] + epsilon));
    affine.shift.push_back(constant(2)[c] - constant(3)[c] * affine.scale[c]);
  }
  return affine;
}

/// The name of a layer out of that of its weight.
std::string LayerOf(const std::string& weight) {
  constexpr std::string_view kSuffix = ".weight";
  return weight.ends_with(kSuffix) ? weight.substr(0, weight.size() - kSuffix.size()) : weight;
}

class Folding {
 public:
  explicit Folding(const Graph& graph)
      : graph_(graph), users_(graph.values.size()), makers_(graph.values.size()) {
    for (const Node& node : graph.nodes) {
      for (const ValueId id : node.inputs) ++users_[Index(id)];
    }
    for (const ValueId id : graph.outputs) ++users_[Index(id)];
  }

  Result<Graph> Run() {
    std::vector<Node> nodes = std::exchange(graph_.nodes, {});
    for (const Node& node : nodes) {
      if (std::holds_alternative<BatchNorm>(node.op)) {
        EASEL_TRY(Fold(node));
      } else {
        Append(node);
      }
    }
    return DropUnused(graph_);
  }

 private:
  void Append(Node node) {
    makers_[Index(node.output)] = graph_.nodes.size() + 1;
    graph_.nodes.push_back(std::move(node));
  }

  Status Fold(const Node& node) {
    const Affine affine = AffineOf(graph_, node);
    const Activation activation = std::get<BatchNorm>(node.op).activation;
    const size_t maker = makers_[Index(node.inputs[0])];
    if (maker != 0 && users_[Index(node.inputs[0])] == 1 &&
        FoldInto(graph_.nodes[maker - 1], node, affine, activation)) {
      makers_[Index(node.output)] = maker;
      return {};
    }
    if (graph_.At(node.output).shape.size() != 4) {
      return Fail(ErrorKind::kBadInput, "graph-fold",
                  {"A batch normalisation stands where it cannot be folded into a layer.",
                   "批归一化所在位置无法折叠到任何层中。"},
                  {"Put it directly behind a convolution or a fully connected layer.",
                   "请将其直接放在卷积层或全连接层之后。"},
                  graph_.At(node.output).name);
    }
    const auto channels = static_cast<int64_t>(affine.scale.size());
    const std::string layer = LayerOf(graph_.At(node.inputs[1]).name);
    Append({DepthwiseConv2d{1, Padding::kValid, activation},
            {node.inputs[0], Constant(layer + ".folded.weight", {1, 1, 1, channels}, affine.scale),
             Constant(layer + ".folded.bias", {channels}, affine.shift)},
            node.output});
    return {};
  }

  /// False when the maker is no layer with weights, or has an activation of its own.
  bool FoldInto(Node& maker, const Node& node, const Affine& affine, Activation activation) {
    const bool is_depthwise = std::holds_alternative<DepthwiseConv2d>(maker.op);
    const bool is_folded = std::visit(
        [&]<typename Op>(Op& op) {
          if constexpr (std::same_as<Op, Conv2d> || std::same_as<Op, DepthwiseConv2d> ||
                        std::same_as<Op, FullyConnected>) {
            if (op.activation != Activation::kNone) return false;
            op.activation = activation;
            return true;
          }
          return false;
        },
        maker.op);
    if (!is_folded) return false;
    const ValueId weight = maker.inputs[1];
    const ValueId bias = maker.inputs.size() > 2 ? maker.inputs[2] : -1;
    auto& [folded_weight, folded_bias] = folded_[{weight, bias, node.inputs[1], node.inputs[3]}];
    if (folded_weight == 0) {
      folded_bias = FoldBias(weight, bias, affine);
      folded_weight = FoldWeight(weight, affine, is_depthwise);
    }
    maker.inputs = {maker.inputs[0], folded_weight, folded_bias};
    maker.output = node.output;
    return true;
  }

  ValueId FoldWeight(ValueId id, const Affine& affine, bool is_depthwise) {
    std::vector<float> data = graph_.At(id).data;
    const size_t channels = affine.scale.size();
    const size_t block =
        data.size() / channels;  // of an output channel; a depthwise weight has its channels last
    for (size_t i = 0; i < data.size(); ++i) data[i] *= affine.scale[is_depthwise ? i % channels : i / block];
    return Replacement(id, graph_.At(id).shape, std::move(data));
  }

  ValueId FoldBias(ValueId weight, ValueId id, const Affine& affine) {
    std::vector<float> data = affine.shift;
    if (id < 0) {
      const auto channels = static_cast<int64_t>(data.size());
      return Constant(LayerOf(graph_.At(weight).name) + ".bias", {channels}, std::move(data));
    }
    for (size_t i = 0; i < data.size(); ++i) data[i] += graph_.At(id).data[i] * affine.scale[i];
    return Replacement(id, graph_.At(id).shape, std::move(data));
  }

  /// A constant that takes over another's name; that one stays, renamed, for as long as other nodes use it.
  ValueId Replacement(ValueId old, const Shape& shape, std::vector<float> data) {
    const std::string name = graph_.At(old).name;
    graph_.values[Index(old)].name = name + " before folding";
    return Constant(name, shape, std::move(data));
  }

  ValueId Constant(std::string name, Shape shape, std::vector<float> data) {
    while (graph_.Find(name) >= 0) name += "'";
    graph_.values.push_back({std::move(name), std::move(shape), std::move(data)});
    return static_cast<ValueId>(graph_.values.size() - 1);
  }

  Graph graph_;
  std::vector<int> users_;
  std::vector<size_t> makers_;  ///< per value: the place of its node in graph_.nodes, counted from 1; 0: none
  /// The folded weight and bias, by the layer's and the BatchNorm's: views share them.
  std::map<std::array<ValueId, 4>, std::pair<ValueId, ValueId>> folded_;
};

}  // namespace

Result<Graph> FoldBatchNorm(const Graph& graph) { return Folding(graph).Run(); }

}  // namespace easel::graph
