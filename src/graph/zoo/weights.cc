#include "graph/zoo/weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "base/random.h"

namespace easel::graph {
namespace {

/// What a constant is to the node that uses it.
enum class Role { kConvolution, kDepthwise, kConnection, kBias, kScale, kShift, kMean, kVariance };

/// Of the constant at this place among a node's inputs.
Role RoleOf(const Operator& op, size_t input) {
  if (std::holds_alternative<BatchNorm>(op)) {
    constexpr std::array kRoles = {Role::kScale, Role::kShift, Role::kMean, Role::kVariance};
    return kRoles.at(input - 1);
  }
  if (input > 1) return Role::kBias;
  if (std::holds_alternative<Conv2d>(op)) return Role::kConvolution;
  return std::holds_alternative<DepthwiseConv2d>(op) ? Role::kDepthwise : Role::kConnection;
}

/// Nearly normal: the sum of twelve uniform numbers (their variance is 1/12) needs no function whose last bit
/// depends on the machine.
double Normal(Random& random) {
  uint64_t sum = 0;
  for (int i = 0; i < 3; ++i) {
    for (uint64_t bits = random.Next(), j = 0; j < 4; ++j, bits >>= 16) sum += bits & 0xffff;
  }
  return (static_cast<double>(sum) - 12 * 32767.5) / 65536;
}

void Fill(std::vector<float>& data, Role role, const Shape& shape, Random& random) {
  switch (role) {
    case Role::kConvolution:
    case Role::kDepthwise: {
      const int64_t outputs = role == Role::kConvolution ? shape[0] : 1;
      const double deviation = std::sqrt(2.0 / static_cast<double>(outputs * shape[1] * shape[2]));
      for (float& x : data) x = static_cast<float>(deviation * Normal(random));
      break;
    }
    case Role::kConnection: {
      const double bound = 1 / std::sqrt(static_cast<double>(shape[1]));
      for (float& x : data) x = static_cast<float>(bound * (2 * random.Uniform() - 1));
      break;
    }
    case Role::kScale:
    case Role::kVariance:
      std::ranges::fill(data, 1.0F);
      break;
    case Role::kBias:
    case Role::kShift:
    case Role::kMean:
      std::ranges::fill(data, 0.0F);
      break;
  }
}

/// The shape that PyTorch gives a weight.
Shape SourceShape(const Shape& shape, Role role) {
  if (role == Role::kConvolution) return {shape[0], shape[3], shape[1], shape[2]};
  if (role == Role::kDepthwise) return {shape[3], 1, shape[1], shape[2]};
  return shape;
}

bool Fits(const Tensor& tensor, const Shape& shape, Role role) {
  const Shape wanted = SourceShape(shape, role);
  if (tensor.shape == wanted) return true;
  return role == Role::kConnection && tensor.shape == Shape{shape[0], shape[1], 1, 1};
}

/// Whether only the number of classes differs.
bool FitsOtherClasses(const Tensor& tensor, Shape shape, Role role) {
  if (tensor.shape.empty()) return false;
  shape[0] = tensor.shape[0];
  return Fits(tensor, shape, role);
}

/// Has numbers that can run: a NaN would pass through the whole network.
bool IsSound(const Tensor& tensor, Role role) {
  return std::ranges::all_of(tensor.data, [&](float x) { return std::isfinite(x); }) &&
         (role != Role::kVariance || std::ranges::none_of(tensor.data, [](float x) { return x < 0; }));
}

/// [O, I, window] → [O, window, I], or for a depthwise weight [C, 1, window] → [1, window, C].
std::vector<float> Reordered(const std::vector<float>& source, const Shape& shape, Role role) {
  const auto rows = static_cast<size_t>(role == Role::kDepthwise ? 1 : shape[0]);
  const auto window = static_cast<size_t>(shape[1] * shape[2]);
  const auto columns = static_cast<size_t>(shape[3]);
  std::vector<float> data(source.size());
  for (size_t row = 0; row < rows; ++row) {
    const size_t start = row * window * columns;
    for (size_t column = 0; column < columns; ++column) {
      for (size_t k = 0; k < window; ++k)
        data[start + k * columns + column] = source[start + column * window + k];
    }
  }
  return data;
}

std::unexpected<Error> Unfit(Text why, std::string item) {
  return Fail(
      ErrorKind::kBadInput, "weights-unfit",
      {"The weights do not belong to this network: " + why.en + ".", "权重与此网络不符：" + why.zh + "。"},
      {"Use the weights that were published for exactly this network.", "请使用为该网络发布的权重。"},
      std::move(item));
}

bool IsPassedOver(const std::string& name) {
  return name.ends_with(".num_batches_tracked") || name.starts_with("AuxLogits.");
}

}  // namespace

void Initialise(Graph& graph, uint64_t seed) {
  Random random(seed);
  ForEachConstant(graph, [&](const Node& node, size_t i) {
    Value& value = graph.values[static_cast<size_t>(node.inputs[i])];
    Fill(value.data, RoleOf(node.op, i), value.shape, random);
  });
}

Result<WeightsReport> LoadWeights(Network& network, const std::map<std::string, Tensor>& tensors) {
  struct Place {
    Value* value;
    Role role;
    const Tensor* tensor;
  };
  std::vector<Place> places;
  std::set<std::string_view> used;
  WeightsReport report;
  const auto is_classifier = [&](const std::string& name) {
    return name == network.classifier + ".weight" || name == network.classifier + ".bias";
  };
  const auto choose = [&](Value& value, Role role) -> Status {
    const auto found = tensors.find(value.name);
    if (found == tensors.end()) return Unfit({"a tensor is missing", "缺少张量"}, value.name);
    const Tensor& tensor = found->second;
    used.insert(value.name);
    if (Fits(tensor, value.shape, role)) {
      if (!IsSound(tensor, role))
        return Unfit({"a tensor has impossible numbers", "张量中有无效数值"}, value.name);
      places.push_back({&value, role, &tensor});
    } else if (is_classifier(value.name) && FitsOtherClasses(tensor, value.shape, role)) {
      report.has_classifier = false;
    } else {
      return Unfit({"a tensor has another size", "张量尺寸不符"}, value.name);
    }
    return {};
  };
  Status status;
  ForEachConstant(network.graph, [&](const Node& node, size_t i) {
    if (status)
      status = choose(network.graph.values[static_cast<size_t>(node.inputs[i])], RoleOf(node.op, i));
  });
  EASEL_TRY(status);
  for (const auto& [value, role, tensor] : places) {
    if (!report.has_classifier && is_classifier(value->name)) continue;
    const bool is_map = role == Role::kConvolution || role == Role::kDepthwise;
    value->data = is_map ? Reordered(tensor->data, value->shape, role) : tensor->data;
  }
  for (const auto& [name, tensor] : tensors) {
    if (!used.contains(name) && !IsPassedOver(name)) report.unused.push_back(name);
  }
  return report;
}

}  // namespace easel::graph
