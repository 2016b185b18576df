#include "graph/zoo/detector/pyramid.h"

#include <string>

#include "graph/zoo/detector/blocks.h"
#include "graph/zoo/weights.h"

namespace easel::graph {
namespace {

constexpr int64_t kKernel = 5;
constexpr float kFirstScore = 0.01F;
constexpr float kFirstDistance = 0.3F;  // logarithm, in cells

std::string Named(const char* what, size_t level) { return what + std::to_string(level); }

}  // namespace

DetectorNetwork BuildPyramid(std::span<const Shape> maps, size_t classes, const PyramidOptions& options) {
  GraphBuilder builder;
  DetectorNetwork out;
  const size_t last = maps.size() - 1;
  std::vector<ValueId> level;
  for (size_t i = 0; i < maps.size(); ++i) {
    level.push_back(ConvNormRelu(builder, Named("lateral", i), builder.Input(Named("map", i), maps[i]),
                                 options.channels));
  }
  for (size_t i = last; i-- > 0;) {
    const ValueId larger = builder.Apply(Named("up", i), Upsample2d{2}, {level[i + 1]});
    const ValueId sum = builder.Apply(Named("down-sum", i), Add{}, {larger, level[i]});
    level[i] = SeparableConv(builder, Named("down", i), sum, options.channels, kKernel);
  }
  for (size_t i = 1; i <= last; ++i) {
    const ValueId smaller =
        SeparableConv(builder, Named("shrink", i), level[i - 1], options.channels, kKernel, 2);
    const ValueId sum = builder.Apply(Named("up-sum", i), Add{}, {smaller, level[i]});
    level[i] = SeparableConv(builder, Named("merge", i), sum, options.channels, kKernel);
  }
  out.detector.levels.resize(maps.size());
  std::vector<ValueId> outputs;
  for (size_t i = 0; i < maps.size(); ++i) {
    ValueId x = level[i];
    for (int d = 0; d < options.depth; ++d) {
      x = SeparableConv(builder, Named("head", i) + "." + std::to_string(d), x, options.channels, kKernel);
    }
    outputs.push_back(
        Predict(builder, Named("boxes", i), x, Detector::ChannelsOf(out.detector.levels[i], classes)));
  }
  out.graph = builder.Finish(outputs);
  Initialise(out.graph, options.seed);
  for (size_t i = 0; i < maps.size(); ++i)
    StartBoxes(out.graph, Named("boxes", i), classes, kFirstScore, kFirstDistance);
  return out;
}

}  // namespace easel::graph
