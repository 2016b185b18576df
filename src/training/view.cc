#include "training/view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/file.h"
#include "graph/cut.h"
#include "graph/fold.h"
#include "graph/inline.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "runtime/engine.h"

namespace easel::training {

Result<ShippedWeights> LoadShippedWeights(const std::filesystem::path& folder, const std::string& name) {
  const std::filesystem::path path = folder / (name + ".safetensors");
  auto file = MappedFile::Open(path);
  if (!file) {
    return Fail(ErrorKind::kNotFound, "weights-missing",
                {"The weights of the pretrained network are not installed.", "未安装预训练网络的权重。"},
                {"Run scripts/fetch-weights, or set EASEL_WEIGHTS to the folder that holds them.",
                 "请运行 scripts/fetch-weights，或把 EASEL_WEIGHTS 设为权重所在文件夹。"},
                path.string());
  }
  EASEL_ASSIGN(auto tensors, graph::ParseSafetensors(file->bytes()));
  return ShippedWeights{std::move(tensors), Sha256(file->bytes())};
}

Result<Backbone> LoadBackbone(const std::filesystem::path& folder, int variant) {
  Backbone backbone{.name = "efficientnet-lite" + std::to_string(variant)};
  EASEL_ASSIGN(const ShippedWeights weights, LoadShippedWeights(folder, backbone.name));
  backbone.weights_hash = weights.hash;
  EASEL_ASSIGN(graph::Network network, graph::BuildNetwork(backbone.name));
  EASEL_TRY(graph::LoadWeights(network, weights.tensors));
  EASEL_ASSIGN(const graph::Graph folded, graph::FoldBatchNorm(network.graph));
  EASEL_ASSIGN(backbone.network, graph::ExtractUpTo(folded, {&network.features, 1}));
  return backbone;
}

graph::ValueId BuildFeatures(graph::GraphBuilder& builder, graph::ValueId input, const Backbone& backbone,
                             std::vector<FeatureBlock>* blocks) {
  const graph::InlineNames names = {backbone.name + ".", "@" + builder.NameOf(input)};
  const graph::ValueId head = graph::Inline(builder, backbone.network, {&input, 1}, names).front();
  const auto name_of = [&](const std::string& value) { return names.prefix + value + names.suffix; };
  // Every depthwise map at the last resolution, and the last one before it.
  struct Layer {
    std::string name;
    graph::ValueId map;
  };
  std::vector<Layer> layers;
  const int64_t last_side = builder.ShapeOf(builder.Find(name_of("_bn1")))[1];  // of the head
  for (int block = 0;; ++block) {
    const graph::ValueId map = builder.Find(name_of("_blocks." + std::to_string(block) + "._bn1"));
    if (map < 0) break;
    if (builder.ShapeOf(map)[1] > last_side) layers.clear();
    layers.push_back({"blocks." + std::to_string(block) + ".depthwise", map});
  }
  std::vector<graph::ValueId> pooled;
  for (const Layer& layer : layers) {
    pooled.push_back(builder.Apply(name_of(layer.name + ".mean"), graph::GlobalAveragePool{}, {layer.map}));
    if (blocks != nullptr) blocks->push_back({layer.name, builder.ShapeOf(layer.map).back()});
  }
  pooled.push_back(head);
  if (blocks != nullptr) blocks->push_back({"head", builder.ShapeOf(head).back()});
  const graph::ValueId all = builder.Apply(name_of("layers"), graph::Concat{}, pooled);
  return builder.Apply(name_of("view"), graph::SquareRoot{}, {all});
}

FeatureGraph MakeFeatureGraph(const View& view, const Backbone& backbone) {
  FeatureGraph out;
  graph::GraphBuilder builder;
  const graph::ValueId input = builder.Input("picture", {1, view.transform.height, view.transform.width, 3});
  const graph::ValueId features = BuildFeatures(builder, input, backbone, &out.blocks);
  out.size = builder.ShapeOf(features).back();
  out.graph = builder.Finish({features});
  return out;
}

Hash CacheKey(const View& view, const Backbone& backbone, const FeatureGraph& features) {
  json::array layers;
  for (const FeatureBlock& block : features.blocks) layers.push_back(json::string(block.layer));
  return Sha256(CanonicalJson(json::object{{"weights", backbone.weights_hash.Hex()},
                                           {"network", backbone.name},
                                           {"transform", view.transform.ToJson()},
                                           {"layers", layers},
                                           {"engine", runtime::EngineName()}}));
}

InputSize ChooseInputSize(const std::vector<InputSize>& pictures, int side) {
  static constexpr std::array<double, 3> kProportions = {1.0, 3.0 / 4, 1.0 / 2};  // shorter : longer side
  std::array<size_t, kProportions.size()> votes{};
  for (const InputSize& picture : pictures) {
    const auto [shorter, longer] = std::minmax(picture.width, picture.height);
    const double proportion = std::log(static_cast<double>(shorter) / longer);
    const auto nearest = std::ranges::min_element(
        kProportions, {}, [&](double candidate) { return std::abs(std::log(candidate) - proportion); });
    ++votes[static_cast<size_t>(nearest - kProportions.begin())];
  }
  const double chosen = kProportions[static_cast<size_t>(std::ranges::max_element(votes) - votes.begin())];
  const auto round32 = [](double length) { return std::max(32, static_cast<int>(std::lround(length / 32)) * 32); };
  return {round32(side * std::sqrt(chosen)), round32(side / std::sqrt(chosen))};
}

}  // namespace easel::training
