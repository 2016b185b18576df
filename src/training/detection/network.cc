#include "training/detection/network.h"

#include <algorithm>
#include <map>

#include "graph/cut.h"
#include "graph/fold.h"
#include "graph/inline.h"
#include "graph/zoo/detector/mobilenet_ssd.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "training/view.h"

namespace easel::training {
namespace {

/// The ends of an EfficientNet's stages at strides of 8, 16 and 32, by their names.
std::vector<std::string> StageEnds(const graph::Graph& network) {
  std::map<int64_t, std::string, std::greater<>> by_height;
  for (int block = 0;; ++block) {
    const std::string name = "_blocks." + std::to_string(block);
    graph::ValueId end = network.Find(name);
    if (end < 0) end = network.Find(name + "._bn2");
    if (end < 0) break;
    by_height[network.At(end).shape[1]] = network.At(end).name;
  }
  std::vector<std::string> names;
  for (const auto& [height, name] : by_height) names.push_back(name);
  return {names.end() - 3, names.end()};
}

/// `network` up to its stages' ends, for pictures of the plan's size.
Result<graph::Graph> FrontOf(const graph::Graph& network, const DetectionPlan& plan,
                             const std::string& prefix) {
  EASEL_ASSIGN(const graph::Graph part, graph::ExtractUpTo(network, StageEnds(network)));
  graph::GraphBuilder builder;
  const graph::ValueId picture = builder.Input("picture", {1, plan.height, plan.width, 3});
  return builder.Finish(graph::Inline(builder, part, {&picture, 1}, {prefix, ""}));
}

std::vector<graph::Shape> MapsOf(const graph::Graph& front) {
  std::vector<graph::Shape> maps;
  for (const graph::ValueId id : front.outputs) maps.push_back(front.At(id).shape);
  return maps;
}

/// One graph of two, still with its batch normalisation.
graph::Graph Chain(const graph::Graph& front, const graph::Graph& tail) {
  graph::GraphBuilder builder;
  const graph::Value& input = front.At(front.inputs[0]);
  const graph::ValueId picture = builder.Input(input.name, input.shape);
  const std::vector<graph::ValueId> maps = graph::Inline(builder, front, {&picture, 1}, {});
  return builder.Finish(graph::Inline(builder, tail, maps, {}));
}

}  // namespace

Result<DetectorParts> BuildDetector(const DetectionPlan& plan, size_t classes,
                                    const TrainingResources& resources) {
  DetectorParts parts;
  if (plan.network == "mobilenet-ssd") {
    EASEL_ASSIGN(parts.tail, graph::BuildMobilenetSsd(classes, plan.seed));
    return parts;
  }
  const std::string prefix = plan.network + ".";
  EASEL_ASSIGN(const ShippedWeights weights, LoadShippedWeights(resources.weights, plan.network));
  EASEL_ASSIGN(graph::Network network, graph::BuildNetwork(plan.network));
  EASEL_TRY(graph::LoadWeights(network, weights.tensors));
  parts.weights = weights.hash.Hex();
  graph::Graph whole = std::move(network.graph);
  if (!plan.is_full) {
    EASEL_ASSIGN(whole, graph::FoldBatchNorm(whole));
  }
  EASEL_ASSIGN(graph::Graph front, FrontOf(whole, plan, prefix));
  parts.tail = graph::BuildPyramid(MapsOf(front), classes, {.seed = plan.seed});
  if (plan.is_full) {
    parts.tail.graph = Chain(front, parts.tail.graph);
    parts.slowly = {prefix};
  } else {
    parts.front = std::move(front);
  }
  return parts;
}

Result<graph::Graph> Joined(const graph::Graph& front, const graph::Graph& tail) {
  EASEL_ASSIGN(graph::Graph folded, graph::FoldBatchNorm(tail));
  if (front.nodes.empty()) return folded;
  return Chain(front, folded);
}

}  // namespace easel::training
