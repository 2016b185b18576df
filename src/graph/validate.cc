#include <algorithm>
#include <cmath>
#include <concepts>
#include <set>
#include <utility>

#include "graph/graph.h"

namespace easel::graph {
namespace {

std::unexpected<Error> Invalid(Text why, std::string item = {}) {
  return Fail(ErrorKind::kBadInput, "graph-invalid",
              {"The model's network is not valid: " + why.en + ".", "模型的网络无效：" + why.zh + "。"},
              {"The file is damaged or was not made by Easel; train the model again or use another copy.",
               "文件已损坏或不是由 Easel 生成；请重新训练或换一份文件。"},
              std::move(item));
}

std::unexpected<Error> WrongShapes() {
  return Invalid({"the sizes of an operator's inputs do not fit together", "某个算子的输入尺寸不匹配"});
}

/// The map that windows of kernel_h × kernel_w leave of x [N, H, W, C], with `channels` channels.
Result<Shape> WindowedShape(const Shape& x, int64_t kernel_h, int64_t kernel_w, int64_t channels, int stride,
                            Padding padding) {
  if (stride < 1 || stride > 1024) {
    return Invalid({"the stride of an operator must be from 1 to 1024", "算子的步长必须在 1 到 1024 之间"});
  }
  Shape shape = {x[0], LayOut(x[1], kernel_h, stride, padding).count,
                 LayOut(x[2], kernel_w, stride, padding).count, channels};
  if (shape[1] == 0 || shape[2] == 0) return WrongShapes();
  return shape;
}

/// Inputs x, weight, and perhaps a bias of `channels` values.
bool BiasFits(std::span<const Shape> in, int64_t channels) {
  return in.size() == 2 || (in.size() == 3 && in[2] == Shape{channels});
}

Result<Shape> Infer(const Conv2d& op, std::span<const Shape> in) {
  if (in.size() < 2 || in[0].size() != 4 || in[1].size() != 4 || in[1][3] != in[0][3] ||
      !BiasFits(in, in[1][0])) {
    return WrongShapes();
  }
  return WindowedShape(in[0], in[1][1], in[1][2], in[1][0], op.stride, op.padding);
}

Result<Shape> Infer(const DepthwiseConv2d& op, std::span<const Shape> in) {
  if (in.size() < 2 || in[0].size() != 4 || in[1].size() != 4 || in[1][0] != 1 || in[1][3] != in[0][3] ||
      !BiasFits(in, in[0][3])) {
    return WrongShapes();
  }
  return WindowedShape(in[0], in[1][1], in[1][2], in[0][3], op.stride, op.padding);
}

Result<Shape> Infer(const FullyConnected&, std::span<const Shape> in) {
  if (in.size() < 2 || in[0].size() != 2 || in[1].size() != 2 || in[1][1] != in[0][1] ||
      !BiasFits(in, in[1][0])) {
    return WrongShapes();
  }
  return Shape{in[0][0], in[1][0]};
}

Result<Shape> Infer(const BatchNorm& op, std::span<const Shape> in) {
  if (in.size() != 5 || in[0].empty() || !(op.epsilon >= 0 && op.epsilon <= 1)) return WrongShapes();
  for (const Shape& constant : in.subspan(1)) {
    if (constant != Shape{in[0].back()}) return WrongShapes();
  }
  return in[0];
}

template <typename Pool>
  requires std::same_as<Pool, MaxPool2d> || std::same_as<Pool, AveragePool2d>
Result<Shape> Infer(const Pool& op, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].size() != 4 || op.kernel < 1 || op.kernel > 1024) return WrongShapes();
  return WindowedShape(in[0], op.kernel, op.kernel, in[0][3], op.stride, op.padding);
}

Result<Shape> Infer(const ScaleChannels&, std::span<const Shape> in) {
  if (in.size() != 2 || in[0].size() != 4 || in[1] != Shape{in[0][0], in[0][3]}) return WrongShapes();
  return in[0];
}

Result<Shape> Infer(const SliceChannels& op, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].empty() || op.begin < 0 || op.begin >= op.end || op.end > in[0].back())
    return WrongShapes();
  Shape shape = in[0];
  shape.back() = op.end - op.begin;
  return shape;
}

Result<Shape> Infer(const ShuffleChannels& op, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].empty() || op.groups < 1 || in[0].back() % op.groups != 0) return WrongShapes();
  return in[0];
}

Result<Shape> Infer(const Upsample2d& op, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].size() != 4 || op.factor < 2 || op.factor > 16) return WrongShapes();
  return Shape{in[0][0], in[0][1] * op.factor, in[0][2] * op.factor, in[0][3]};
}

Result<Shape> Infer(const Add&, std::span<const Shape> in) {
  if (in.size() != 2 || in[0] != in[1]) return WrongShapes();
  return in[0];
}

template <typename Pool>
  requires std::same_as<Pool, GlobalAveragePool> || std::same_as<Pool, GlobalMaxPool>
Result<Shape> Infer(const Pool&, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].size() != 4) return WrongShapes();
  return Shape{in[0][0], in[0][3]};
}

Result<Shape> Infer(const MeanOverWidth&, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].size() != 4) return WrongShapes();
  return Shape{in[0][0], in[0][1], 1, in[0][3]};
}

Result<Shape> Infer(const Concat&, std::span<const Shape> in) {
  if (in.empty() || in[0].empty()) return WrongShapes();
  Shape shape = in[0];
  for (const Shape& other : in.subspan(1)) {
    if (other.size() != shape.size() || !std::equal(shape.begin(), shape.end() - 1, other.begin()))
      return WrongShapes();
    shape.back() += other.back();
  }
  return shape;
}

Result<Shape> Infer(const SquareRoot&, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].empty()) return WrongShapes();
  return in[0];
}

Result<Shape> Infer(const Softmax&, std::span<const Shape> in) {
  if (in.size() != 1 || in[0].empty()) return WrongShapes();
  return in[0];
}

Status ValidateValues(const Graph& graph) {
  std::set<std::string_view> names;
  for (const Value& value : graph.values) {
    if (value.name.empty() || !names.insert(value.name).second) {
      return Invalid({"a value has no name or another's", "某个值没有名称或名称重复"}, value.name);
    }
    const Result<int64_t> count = ElementCount(value.shape);
    if (!count) return Invalid({"a value has an impossible size", "某个值的尺寸不可能存在"}, value.name);
    if (!value.is_constant()) continue;
    if (value.data.size() != static_cast<size_t>(*count)) {
      return Invalid({"a constant's data does not fit its size", "某个常量的数据与尺寸不符"}, value.name);
    }
    if (!std::ranges::all_of(value.data, [](float x) { return std::isfinite(x); })) {
      return Invalid({"a weight is not a finite number", "某个权重不是有限数"}, value.name);
    }
  }
  return {};
}

/// Follows the nodes in their order and knows which values exist by then.
class OrderCheck {
 public:
  explicit OrderCheck(const Graph& graph) : graph_(graph), present_(graph.values.size()) {}

  Status Inputs() {
    if (graph_.inputs.empty()) return Invalid({"it has no input", "没有输入"});
    for (const ValueId id : graph_.inputs) {
      if (!InRange(id) || graph_.At(id).is_constant() || present_[Index(id)]) {
        return Invalid({"the list of inputs is wrong", "输入列表有误"});
      }
      present_[Index(id)] = true;
    }
    return {};
  }

  Status Apply(const Node& node) {
    if (!InRange(node.output) || graph_.At(node.output).is_constant() || present_[Index(node.output)]) {
      return Invalid({"two nodes make the same value", "两个节点生成了同一个值"});
    }
    const std::string& name = graph_.At(node.output).name;
    std::vector<Shape> shapes;
    for (size_t i = 0; i < node.inputs.size(); ++i) {
      const ValueId id = node.inputs[i];
      const bool is_weight = i >= ActivationInputs(node.op, node.inputs.size());
      if (!InRange(id) || (is_weight ? !graph_.At(id).is_constant() : !present_[Index(id)])) {
        return Invalid({"a node uses a value that does not exist yet or is of the wrong kind",
                        "节点使用了尚不存在或类型错误的值"},
                       name);
      }
      shapes.push_back(graph_.At(id).shape);
    }
    EASEL_ASSIGN(const Shape shape, InferShape(node.op, shapes));
    if (shape != graph_.At(node.output).shape) {
      return Invalid({"a node's output has another size than it must have", "节点输出的尺寸不正确"}, name);
    }
    if (const auto* const op = std::get_if<BatchNorm>(&node.op); op != nullptr && !HasRoots(*op, node)) {
      return Invalid(
          {"a batch normalisation divides by the root of a number that has none", "批归一化的方差无效"},
          name);
    }
    macs_ += MacsOf(node.op, shapes, shape);
    if (macs_ > kMaxMacs) return Invalid({"it is too large to run", "规模过大，无法运行"}, name);
    present_[Index(node.output)] = true;
    is_made_.insert(node.output);
    return {};
  }

  Status Outputs() const {
    if (graph_.outputs.empty()) return Invalid({"it has no output", "没有输出"});
    for (const ValueId id : graph_.outputs) {
      if (!is_made_.contains(id))
        return Invalid({"no node makes one of its outputs", "某个输出没有由任何节点生成"});
    }
    return {};
  }

 private:
  static size_t Index(ValueId id) { return static_cast<size_t>(id); }
  /// Whether variance + epsilon is positive in all channels.
  bool HasRoots(const BatchNorm& op, const Node& node) const {
    return std::ranges::all_of(graph_.At(node.inputs[4]).data,
                               [&](float variance) { return variance >= 0 && variance + op.epsilon > 0; });
  }
  bool InRange(ValueId id) const { return id >= 0 && Index(id) < graph_.values.size(); }

  const Graph& graph_;
  std::vector<bool> present_;
  std::set<ValueId> is_made_;
  int64_t macs_ = 0;
};

}  // namespace

size_t ActivationInputs(const Operator& op, size_t inputs) {
  const bool has_weights =
      std::holds_alternative<Conv2d>(op) || std::holds_alternative<DepthwiseConv2d>(op) ||
      std::holds_alternative<FullyConnected>(op) || std::holds_alternative<BatchNorm>(op);
  return has_weights ? std::min<size_t>(1, inputs) : inputs;
}

WindowLayout LayOut(int64_t length, int64_t kernel, int64_t stride, Padding padding) {
  WindowLayout layout;
  switch (padding) {
    case Padding::kValid:
      break;
    case Padding::kSame: {
      layout.count = (length + stride - 1) / stride;
      const int64_t zeros = std::max<int64_t>(0, (layout.count - 1) * stride + kernel - length);
      layout.before = zeros / 2;
      layout.after = zeros - layout.before;
      return layout;
    }
    case Padding::kCentred:
      layout.before = layout.after = (kernel - 1) / 2;
      break;
  }
  const int64_t padded = length + layout.before + layout.after;
  layout.count = padded < kernel ? 0 : (padded - kernel) / stride + 1;
  return layout;
}

Result<int64_t> ElementCount(const Shape& shape) {
  int64_t count = 1;
  for (const int64_t size : shape) {
    if (size < 1 || size > kMaxElements / count) {
      return Invalid({"a tensor has an impossible size", "某个张量的尺寸不可能存在"});
    }
    count *= size;
  }
  return count;
}

Result<Shape> InferShape(const Operator& op, std::span<const Shape> inputs) {
  for (const Shape& shape : inputs) EASEL_TRY(ElementCount(shape));
  EASEL_ASSIGN(Shape shape,
               std::visit([&](const auto& alternative) { return Infer(alternative, inputs); }, op));
  EASEL_TRY(ElementCount(shape));
  return shape;
}

Status Validate(const Graph& graph) {
  EASEL_TRY(ValidateValues(graph));
  OrderCheck check(graph);
  EASEL_TRY(check.Inputs());
  for (const Node& node : graph.nodes) EASEL_TRY(check.Apply(node));
  return check.Outputs();
}

}  // namespace easel::graph
