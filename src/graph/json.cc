#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "graph/graph.h"

namespace easel::graph {
namespace {

static_assert(std::endian::native == std::endian::little, "weights are stored as little-endian float32");

std::unexpected<Error> Unreadable(Text why, std::string item = {}) {
  return Fail(ErrorKind::kBadInput, "graph-unreadable",
              {"The model's network cannot be read: " + why.en + ".", "无法读取模型的网络：" + why.zh + "。"},
              {"The file is damaged or was made by a newer Easel; use another copy.",
               "文件已损坏或由更新版本的 Easel 生成；请换一份文件。"},
              std::move(item));
}

constexpr std::array<std::pair<Padding, std::string_view>, 3> kPaddings = {
    {{Padding::kValid, "valid"}, {Padding::kSame, "same"}, {Padding::kCentred, "centred"}}};
constexpr std::array<std::pair<Activation, std::string_view>, 5> kActivations = {
    {{Activation::kNone, "none"},
     {Activation::kRelu, "relu"},
     {Activation::kRelu6, "relu6"},
     {Activation::kHardSigmoid, "hard-sigmoid"},
     {Activation::kHardSwish, "hard-swish"}}};

template <typename Names, typename T>
std::string_view NameIn(const Names& names, T value) {
  return std::ranges::find(names, value, &Names::value_type::first)->second;
}

template <typename T, typename Names>
Result<T> ReadName(const Names& names, const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const std::string name, GetString(object, key));
  const auto found = std::ranges::find(names, name, &Names::value_type::second);
  if (found == names.end()) return Unreadable({"an unknown option of an operator", "算子有未知选项"}, name);
  return found->first;
}

/// Calls `field(name, member)` for each option of an operator: the one list that writing and reading share.
template <typename Op, typename Visitor>
void ForEachField(Op& op, Visitor visit) {
  if constexpr (requires { op.kernel; }) visit("kernel", op.kernel);
  if constexpr (requires { op.stride; }) visit("stride", op.stride);
  if constexpr (requires { op.padding; }) visit("padding", op.padding);
  if constexpr (requires { op.activation; }) visit("activation", op.activation);
  if constexpr (requires { op.epsilon; }) visit("epsilon", op.epsilon);
  if constexpr (requires { op.count_padding; }) visit("count-padding", op.count_padding);
  if constexpr (requires { op.begin; }) visit("begin", op.begin);
  if constexpr (requires { op.end; }) visit("end", op.end);
  if constexpr (requires { op.groups; }) visit("groups", op.groups);
  if constexpr (requires { op.factor; }) visit("factor", op.factor);
}

template <typename Op>
constexpr std::string_view kOperatorName = {};
template <>
constexpr std::string_view kOperatorName<Conv2d> = "conv2d";
template <>
constexpr std::string_view kOperatorName<DepthwiseConv2d> = "depthwise-conv2d";
template <>
constexpr std::string_view kOperatorName<FullyConnected> = "fully-connected";
template <>
constexpr std::string_view kOperatorName<BatchNorm> = "batch-norm";
template <>
constexpr std::string_view kOperatorName<MaxPool2d> = "max-pool2d";
template <>
constexpr std::string_view kOperatorName<AveragePool2d> = "average-pool2d";
template <>
constexpr std::string_view kOperatorName<ScaleChannels> = "scale-channels";
template <>
constexpr std::string_view kOperatorName<SliceChannels> = "slice-channels";
template <>
constexpr std::string_view kOperatorName<ShuffleChannels> = "shuffle-channels";
template <>
constexpr std::string_view kOperatorName<Upsample2d> = "upsample2d";
template <>
constexpr std::string_view kOperatorName<Add> = "add";
template <>
constexpr std::string_view kOperatorName<GlobalAveragePool> = "global-average-pool";
template <>
constexpr std::string_view kOperatorName<GlobalMaxPool> = "global-max-pool";
template <>
constexpr std::string_view kOperatorName<MeanOverWidth> = "mean-over-width";
template <>
constexpr std::string_view kOperatorName<Concat> = "concat";
template <>
constexpr std::string_view kOperatorName<SquareRoot> = "square-root";
template <>
constexpr std::string_view kOperatorName<Softmax> = "softmax";

void WriteField(json::object& out, std::string_view key, int value) { out[key] = value; }
void WriteField(json::object& out, std::string_view key, bool value) { out[key] = value; }
void WriteField(json::object& out, std::string_view key, float value) {
  out[key] = static_cast<double>(value);
}
void WriteField(json::object& out, std::string_view key, Padding value) {
  out[key] = NameIn(kPaddings, value);
}
void WriteField(json::object& out, std::string_view key, Activation value) {
  out[key] = NameIn(kActivations, value);
}

Status ReadField(const json::object& in, std::string_view key, int& value) {
  EASEL_ASSIGN(const int64_t number, GetInt(in, key));
  if (!std::in_range<int>(number)) return Unreadable({"a number is too large", "数字过大"}, std::string(key));
  value = static_cast<int>(number);
  return {};
}
Status ReadField(const json::object& in, std::string_view key, bool& value) {
  EASEL_ASSIGN(value, GetBoolOr(in, key, false));
  return {};
}
Status ReadField(const json::object& in, std::string_view key, float& value) {
  EASEL_ASSIGN(const double number, GetNumber(in, key));
  value = static_cast<float>(number);
  return {};
}
Status ReadField(const json::object& in, std::string_view key, Padding& value) {
  EASEL_ASSIGN(value, ReadName<Padding>(kPaddings, in, key));
  return {};
}
Status ReadField(const json::object& in, std::string_view key, Activation& value) {
  EASEL_ASSIGN(value, ReadName<Activation>(kActivations, in, key));
  return {};
}

json::object OperatorToJson(const Operator& op) {
  return std::visit(
      [](const auto& alternative) {
        json::object out = {{"op", kOperatorName<std::remove_cvref_t<decltype(alternative)>>}};
        ForEachField(alternative,
                     [&](std::string_view key, const auto& member) { WriteField(out, key, member); });
        return out;
      },
      op);
}

template <typename Op>
Result<Operator> ReadOperator(const json::object& object) {
  Op op;
  Status status;
  ForEachField(op, [&](std::string_view key, auto& member) {
    if (status) status = ReadField(object, key, member);
  });
  EASEL_TRY(std::move(status));
  return op;
}

template <size_t... I>
Result<Operator> OperatorFromJson(const json::object& object, std::string_view name,
                                  std::index_sequence<I...>) {
  Result<Operator> op = Unreadable(
      {"it has an operator that this version does not know", "包含此版本不认识的算子"}, std::string(name));
  const auto try_one = [&]<typename Op>() {
    if (name != kOperatorName<Op>) return false;
    op = ReadOperator<Op>(object);
    return true;
  };
  (try_one.template operator()<std::variant_alternative_t<I, Operator>>() || ...);
  return op;
}

template <typename T>
Result<std::vector<T>> ReadIntegers(const json::object& object, std::string_view key) {
  EASEL_ASSIGN(const json::array* const array, GetArray(object, key));
  std::vector<T> numbers;
  for (const json::value& element : *array) {
    if (!element.is_int64() || !std::in_range<T>(element.as_int64())) {
      return Unreadable({"a list holds something else than whole numbers", "列表中含有非整数"},
                        std::string(key));
    }
    numbers.push_back(static_cast<T>(element.as_int64()));
  }
  return numbers;
}

template <typename T>
json::array ToArray(const std::vector<T>& numbers) {
  return json::array(numbers.begin(), numbers.end());
}

Result<const json::object*> AsObject(const json::value& value) {
  if (!value.is_object()) return Unreadable({"a part of it has the wrong form", "某一部分的格式不正确"});
  return &value.get_object();
}

/// Takes the constant's data from the front of `constants`.
Status TakeData(Value& value, std::span<const std::byte>& constants) {
  EASEL_ASSIGN(const int64_t count, ElementCount(value.shape));
  const size_t bytes = static_cast<size_t>(count) * sizeof(float);
  if (bytes > constants.size()) return Unreadable({"weights are missing", "缺少权重"}, value.name);
  value.data.resize(static_cast<size_t>(count));
  std::memcpy(value.data.data(), constants.data(), bytes);
  constants = constants.subspan(bytes);
  return {};
}

}  // namespace

json::value ToJson(const Graph& graph) {
  json::array values;
  for (const Value& value : graph.values) {
    json::object out = {{"name", value.name}, {"shape", ToArray(value.shape)}};
    if (value.is_constant()) out["constant"] = true;
    values.push_back(std::move(out));
  }
  json::array nodes;
  for (const Node& node : graph.nodes) {
    json::object out = OperatorToJson(node.op);
    out["inputs"] = ToArray(node.inputs);
    out["output"] = node.output;
    nodes.push_back(std::move(out));
  }
  return json::object{{"values", std::move(values)},
                      {"nodes", std::move(nodes)},
                      {"inputs", ToArray(graph.inputs)},
                      {"outputs", ToArray(graph.outputs)}};
}

Result<Graph> FromJson(const json::value& value, std::span<const std::byte> constants) {
  EASEL_ASSIGN(const json::object* const root, AsObject(value));
  EASEL_ASSIGN(const json::array* const values, GetArray(*root, "values"));
  EASEL_ASSIGN(const json::array* const nodes, GetArray(*root, "nodes"));
  Graph graph;
  for (const json::value& element : *values) {
    EASEL_ASSIGN(const json::object* const in, AsObject(element));
    Value& out = graph.values.emplace_back();
    EASEL_ASSIGN(out.name, GetString(*in, "name"));
    EASEL_ASSIGN(out.shape, ReadIntegers<int64_t>(*in, "shape"));
    EASEL_ASSIGN(const bool is_constant, GetBoolOr(*in, "constant", false));
    if (is_constant) EASEL_TRY(TakeData(out, constants));
  }
  if (!constants.empty())
    return Unreadable({"there are more weights than the network has", "权重多于网络所需"});
  for (const json::value& element : *nodes) {
    EASEL_ASSIGN(const json::object* const in, AsObject(element));
    EASEL_ASSIGN(const std::string name, GetString(*in, "op"));
    Node& out = graph.nodes.emplace_back();
    EASEL_ASSIGN(out.op,
                 OperatorFromJson(*in, name, std::make_index_sequence<std::variant_size_v<Operator>>()));
    EASEL_ASSIGN(out.inputs, ReadIntegers<ValueId>(*in, "inputs"));
    EASEL_TRY(ReadField(*in, "output", out.output));
  }
  EASEL_ASSIGN(graph.inputs, ReadIntegers<ValueId>(*root, "inputs"));
  EASEL_ASSIGN(graph.outputs, ReadIntegers<ValueId>(*root, "outputs"));
  return graph;
}

}  // namespace easel::graph
