#include "graph/zoo/layers.h"

#include <algorithm>
#include <cmath>

namespace easel::graph {
namespace {

/// More than any published network has; 1 GB.
constexpr int64_t kMaxNumbers = int64_t{1} << 28;

}  // namespace

int64_t ScaledChannels(int64_t channels, double width) {
  const double wanted = static_cast<double>(channels) * width;
  const int64_t rounded = std::max<int64_t>(8, static_cast<int64_t>(wanted + 4) / 8 * 8);
  return static_cast<double>(rounded) < 0.9 * wanted ? rounded + 8 : rounded;
}

int ScaledRepeats(size_t repeats, double depth) {
  return static_cast<int>(std::ceil(static_cast<double>(repeats) * depth));
}

std::unexpected<Error> UnknownNetwork(std::string_view name) {
  return Fail(
      ErrorKind::kBadInput, "network-unknown", {"There is no network of this name.", "没有此名称的网络。"},
      {"Choose one of the networks that Easel knows.", "请选择 Easel 支持的网络。"}, std::string(name));
}

std::unexpected<Error> ImpossibleOptions(std::string item) {
  return Fail(ErrorKind::kBadInput, "network-options",
              {"No such network can be built: the picture is too small for it, or the network is too large.",
               "无法构建这样的网络：图片尺寸太小，或网络过大。"},
              {"Choose a resolution, width, depth and number of classes nearer to the published network.",
               "请选择更接近已发布网络的分辨率、宽度、深度和类别数。"},
              std::move(item));
}

Layers::Layers(int resolution, Style style) : Layers("picture", {1, resolution, resolution, 3}, style) {}

Layers::Layers(std::string input, Shape shape, Style style)
    : style_(style), input_(builder_.Input(std::move(input), std::move(shape))) {}

int64_t Layers::Channels(ValueId x) const { return x < 0 ? 1 : builder_.ShapeOf(x).back(); }
int64_t Layers::Side(ValueId x) const { return x < 0 ? 1 : builder_.ShapeOf(x).at(1); }

ValueId Layers::Stop(const std::string& layer) {
  if (fault_.empty()) fault_ = layer;
  return -1;
}

ValueId Layers::Constant(const std::string& name, const Shape& shape, float value) {
  if (!fault_.empty()) return -1;
  const Result<int64_t> count = ElementCount(shape);
  if (!count || (numbers_ += *count) > kMaxNumbers) return Stop(name);
  return builder_.Constant(name, shape, std::vector<float>(static_cast<size_t>(*count), value));
}

ValueId Layers::Apply(const std::string& name, const Operator& op, std::vector<ValueId> inputs) {
  if (!fault_.empty()) return -1;
  std::vector<Shape> shapes;
  for (const ValueId id : inputs) shapes.push_back(builder_.ShapeOf(id));
  const Result<Shape> shape = InferShape(op, shapes);
  if (!shape || (macs_ += MacsOf(op, shapes, *shape)) > kMaxMacs) return Stop(name);
  return builder_.Apply(name, op, std::move(inputs));
}

ValueId Layers::Weigh(const std::string& name, ValueId x, const Convolution& conv, const std::string& output,
                      bool has_bias) {
  const int64_t in = Channels(x);
  const auto [height, width] = std::pair(conv.kernel.height, conv.kernel.width);
  const Padding padding = conv.padding.value_or(style_.padding);
  const Activation activation = has_bias ? conv.activation : Activation::kNone;
  std::vector<ValueId> inputs = {x};
  if (conv.depthwise) {
    inputs.push_back(Constant(name + ".weight", {1, height, width, in}, 0));
  } else {
    inputs.push_back(Constant(name + ".weight", {conv.channels, height, width, in}, 0));
  }
  if (has_bias) inputs.push_back(Constant(name + ".bias", {conv.depthwise ? in : conv.channels}, 0));
  const Operator op = conv.depthwise ? Operator(DepthwiseConv2d{conv.stride, padding, activation})
                                     : Operator(Conv2d{conv.stride, padding, activation});
  return Apply(output, op, std::move(inputs));
}

ValueId Layers::Convolve(const ConvNorm& names, ValueId x, const Convolution& conv) {
  const ValueId y = Weigh(names.conv, x, conv, names.conv, false);
  const Shape shape = {Channels(y)};
  const ValueId scale = Constant(names.norm + ".weight", shape, 1);
  const ValueId shift = Constant(names.norm + ".bias", shape, 0);
  const ValueId mean = Constant(names.norm + ".running_mean", shape, 0);
  const ValueId variance = Constant(names.norm + ".running_var", shape, 1);
  return Apply(names.norm, BatchNorm{style_.epsilon, conv.activation}, {y, scale, shift, mean, variance});
}

ValueId Layers::ConvolveWithBias(const std::string& name, ValueId x, const Convolution& conv) {
  return Weigh(name, x, conv, name, true);
}

ValueId Layers::Connect(const std::string& layer, ValueId x, int64_t units, Activation activation,
                        const std::string& output) {
  const ValueId weight = Constant(layer + ".weight", {units, Channels(x)}, 0);
  const ValueId bias = Constant(layer + ".bias", {units}, 0);
  return Apply(output.empty() ? layer : output, FullyConnected{activation}, {x, weight, bias});
}

void Layers::EndStage(ValueId x) {
  if (!fault_.empty()) return;
  if (!stages_.empty() && Side(stages_.back()) == Side(x)) stages_.pop_back();
  stages_.push_back(x);
}

Result<Network> Layers::Classify(const std::string& layer, ValueId x, int64_t classes) {
  if (fault_.empty() && builder_.ShapeOf(x).size() == 4) x = Apply("avgpool", GlobalAveragePool{}, {x});
  return Finish(layer, x, Connect(layer, x, classes, Activation::kNone, "logits"));
}

Result<Network> Layers::Finish(const std::string& classifier, ValueId features, ValueId logits) {
  if (!fault_.empty()) return ImpossibleOptions(fault_);
  Network network{.graph = {}, .features = builder_.NameOf(features), .classifier = classifier, .stages = {}};
  for (const ValueId id : stages_) network.stages.push_back(builder_.NameOf(id));
  network.graph = builder_.Finish({logits});
  return network;
}

}  // namespace easel::graph
