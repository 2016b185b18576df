#include "training/view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/file.h"
#include "runtime/engine.h"

namespace easel::training {

Result<Backbone> LoadBackbone(const std::filesystem::path& folder, int variant) {
  Backbone backbone{.config = graph::EfficientNetLiteConfig(variant)};
  const std::filesystem::path path = folder / (backbone.config.name + ".safetensors");
  auto file = MappedFile::Open(path);
  if (!file) {
    return Fail(ErrorKind::kNotFound, "weights-missing",
                {"The weights of the pretrained network are not installed.", "未安装预训练网络的权重。"},
                {"Run scripts/fetch-weights, or set EASEL_WEIGHTS to the folder that holds them.",
                 "请运行 scripts/fetch-weights，或把 EASEL_WEIGHTS 设为权重所在文件夹。"},
                path.string());
  }
  EASEL_ASSIGN(backbone.weights, graph::ParseSafetensors(file->bytes()));
  backbone.weights_hash = Sha256(file->bytes());
  return backbone;
}

Result<graph::ValueId> BuildFeatures(graph::GraphBuilder& builder, graph::ValueId input, const Backbone& backbone,
                                     std::vector<FeatureBlock>* blocks) {
  const std::string prefix = backbone.config.name + ".";
  const std::string suffix = "@" + builder.NameOf(input);
  std::map<std::string, graph::ValueId> taps;
  EASEL_ASSIGN(const graph::ValueId head,
               graph::BuildEfficientNetLite(builder, input, backbone.config, backbone.weights, prefix, &taps));
  std::vector<graph::ValueId> pooled;
  // Every depthwise map at the last resolution, and the last one before it.
  const int64_t last_side = builder.ShapeOf(taps.at("head_map"))[1];
  std::vector<std::string> layers;
  for (int block = 0;; ++block) {
    const std::string layer = "blocks." + std::to_string(block) + ".depthwise";
    const graph::ValueId map = builder.Find(prefix + layer + suffix);
    if (map < 0) break;
    if (builder.ShapeOf(map)[1] > last_side) layers.clear();
    layers.push_back(layer);
  }
  for (const std::string& layer : layers) {
    const graph::ValueId map = builder.Find(prefix + layer + suffix);
    pooled.push_back(builder.Apply(prefix + layer + ".mean" + suffix, graph::GlobalAveragePool{}, {map}));
    if (blocks != nullptr) blocks->push_back({layer, builder.ShapeOf(map).back()});
  }
  pooled.push_back(head);
  if (blocks != nullptr) blocks->push_back({"head", builder.ShapeOf(head).back()});
  const graph::ValueId all = builder.Apply(prefix + "layers" + suffix, graph::Concat{}, pooled);
  return builder.Apply(prefix + "view" + suffix, graph::SquareRoot{}, {all});
}

Result<FeatureGraph> MakeFeatureGraph(const View& view, const Backbone& backbone) {
  FeatureGraph out;
  graph::GraphBuilder builder;
  const graph::ValueId input = builder.Input("picture", {1, view.transform.height, view.transform.width, 3});
  EASEL_ASSIGN(const graph::ValueId features, BuildFeatures(builder, input, backbone, &out.blocks));
  out.size = builder.ShapeOf(features).back();
  out.graph = builder.Finish({features});
  return out;
}

Hash CacheKey(const View& view, const Backbone& backbone, const FeatureGraph& features) {
  json::array layers;
  for (const FeatureBlock& block : features.blocks) layers.push_back(json::string(block.layer));
  return Sha256(CanonicalJson(json::object{{"weights", backbone.weights_hash.Hex()},
                                           {"network", backbone.config.name},
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
