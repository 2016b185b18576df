#include "graph/zoo/detector/blocks.h"

#include <cmath>

namespace easel::graph {
namespace {

ValueId Zeros(GraphBuilder& builder, const std::string& name, const Shape& shape) {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return builder.Constant(name, shape, std::vector<float>(static_cast<size_t>(count)));
}

ValueId NormRelu(GraphBuilder& builder, const std::string& name, ValueId x) {
  const Shape channels = {builder.ShapeOf(x).back()};
  const std::string norm = name + ".norm.";
  return builder.Apply(
      name, BatchNorm{.activation = Activation::kRelu6},
      {x, Zeros(builder, norm + "weight", channels), Zeros(builder, norm + "bias", channels),
       Zeros(builder, norm + "running_mean", channels), Zeros(builder, norm + "running_var", channels)});
}

}  // namespace

ValueId ConvNormRelu(GraphBuilder& builder, const std::string& name, ValueId x, int64_t channels,
                     int64_t kernel, int stride) {
  const Shape shape = {channels, kernel, kernel, builder.ShapeOf(x).back()};
  const ValueId weight = Zeros(builder, name + ".conv.weight", shape);
  return NormRelu(builder, name, builder.Apply(name + ".conv", Conv2d{.stride = stride}, {x, weight}));
}

ValueId SeparableConv(GraphBuilder& builder, const std::string& name, ValueId x, int64_t channels,
                      int64_t kernel, int stride) {
  const std::string depthwise = name + ".depthwise";
  const Shape shape = {1, kernel, kernel, builder.ShapeOf(x).back()};
  const ValueId weight = Zeros(builder, depthwise + ".conv.weight", shape);
  const ValueId map = builder.Apply(depthwise + ".conv", DepthwiseConv2d{.stride = stride}, {x, weight});
  return ConvNormRelu(builder, name + ".pointwise", NormRelu(builder, depthwise, map), channels);
}

ValueId Predict(GraphBuilder& builder, const std::string& name, ValueId x, int64_t channels) {
  const ValueId weight = Zeros(builder, name + ".weight", {channels, 1, 1, builder.ShapeOf(x).back()});
  return builder.Apply(name, Conv2d{}, {x, weight, Zeros(builder, name + ".bias", {channels})});
}

void StartBoxes(Graph& graph, const std::string& name, size_t classes, float score, float rest) {
  std::vector<float>& weight = graph.values.at(static_cast<size_t>(graph.Find(name + ".weight"))).data;
  // Initialise is meant for layers with an activation behind them; what the boxes are at first is to be said
  // by the biases.
  for (float& x : weight) x *= 0.1F;
  std::vector<float>& bias = graph.values.at(static_cast<size_t>(graph.Find(name + ".bias"))).data;
  const float logit = std::log(score / (1 - score));
  for (size_t i = 0; i < bias.size(); ++i) bias[i] = i % (classes + 4) < classes ? logit : rest;
}

}  // namespace easel::graph
