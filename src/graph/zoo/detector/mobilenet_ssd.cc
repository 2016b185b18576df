#include "graph/zoo/detector/mobilenet_ssd.h"

#include <array>
#include <cmath>
#include <string>

#include "graph/cut.h"
#include "graph/inline.h"
#include "graph/zoo/detector/blocks.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"

namespace easel::graph {
namespace {

constexpr size_t kMaps = 6;
constexpr float kFirstScore = 0.01F;

struct Extra {
  int64_t squeezed;
  int64_t channels;
};
/// The layers behind the backbone, each of which halves the map.
constexpr std::array<Extra, kMaps - 2> kExtras = {{{256, 512}, {128, 256}, {128, 256}, {64, 128}}};

/// Sides grow evenly from 0.2 to 0.95 of the picture (SSD, section 2.2); each map has anchors of the ratios
/// 1, 2, 1/2, 3, 1/3 and a square between its side and the next one; the first has three only.
DetectorLevel AnchorsOf(size_t map) {
  const auto side = [](size_t i) {
    return i >= kMaps ? 1.0 : 0.2 + 0.75 * static_cast<double>(i) / static_cast<double>(kMaps - 1);
  };
  DetectorLevel level;
  const auto add = [&](double size, double ratio) {
    level.anchors.push_back(
        {static_cast<float>(size * std::sqrt(ratio)), static_cast<float>(size / std::sqrt(ratio))});
  };
  if (map == 0) {
    add(0.1, 1);
    add(0.2, 2);
    add(0.2, 0.5);
    return level;
  }
  for (const double ratio : {1.0, 2.0, 0.5, 3.0, 1.0 / 3}) add(side(map), ratio);
  add(std::sqrt(side(map) * side(map + 1)), 1);
  return level;
}

}  // namespace

Result<DetectorNetwork> BuildMobilenetSsd(size_t classes, uint64_t seed) {
  EASEL_ASSIGN(const Network mobilenet, BuildNetwork("mobilenet-v1", {.resolution = kSsdSide}));
  const std::vector<std::string> ends(mobilenet.stages.end() - 2, mobilenet.stages.end());
  EASEL_ASSIGN(const Graph backbone, ExtractUpTo(mobilenet.graph, ends));
  GraphBuilder builder;
  const ValueId picture = builder.Input("picture", {1, kSsdSide, kSsdSide, 3});
  std::vector<ValueId> maps = Inline(builder, backbone, {&picture, 1}, {});
  for (size_t i = 0; i < kExtras.size(); ++i) {
    const std::string name = "extra" + std::to_string(i);
    const ValueId squeezed = ConvNormRelu(builder, name + ".squeeze", maps.back(), kExtras[i].squeezed);
    maps.push_back(ConvNormRelu(builder, name + ".expand", squeezed, kExtras[i].channels, 3, 2));
  }
  DetectorNetwork out;
  std::vector<ValueId> outputs;
  for (size_t i = 0; i < maps.size(); ++i) {
    out.detector.levels.push_back(AnchorsOf(i));
    outputs.push_back(Predict(builder, "boxes" + std::to_string(i), maps[i],
                              Detector::ChannelsOf(out.detector.levels[i], classes)));
  }
  out.graph = builder.Finish(outputs);
  Initialise(out.graph, seed);
  for (size_t i = 0; i < maps.size(); ++i)
    StartBoxes(out.graph, "boxes" + std::to_string(i), classes, kFirstScore, 0);
  return out;
}

}  // namespace easel::graph
