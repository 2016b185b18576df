#include "graph/zoo/mobilenet_v2.h"

#include <algorithm>
#include <array>
#include <string>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

struct Stage {
  int64_t expansion;
  int64_t channels;
  size_t repeats;
  int stride;  ///< of the first block
};
/// Table 2 of the paper.
constexpr std::array<Stage, 7> kStages = {{{1, 16, 1, 1},
                                           {6, 24, 2, 2},
                                           {6, 32, 3, 2},
                                           {6, 64, 4, 2},
                                           {6, 96, 3, 1},
                                           {6, 160, 3, 2},
                                           {6, 320, 1, 1}}};

/// "features.0.0" and the batch normalisation behind it.
ConvNorm Pair(const std::string& name) { return {name + ".0", name + ".1"}; }

ValueId Block(Layers& net, const std::string& name, ValueId x, const Stage& stage, int stride) {
  const int64_t wide = net.Channels(x) * stage.expansion;
  int module = 0;
  const auto next = [&] { return name + ".conv." + std::to_string(module++); };
  ValueId y = x;
  if (stage.expansion != 1)
    y = net.Convolve(Pair(next()), y, {.channels = wide, .activation = Activation::kRelu6});
  y = net.Convolve(Pair(next()), y,
                   {.kernel = 3, .stride = stride, .activation = Activation::kRelu6, .depthwise = true});
  const std::string project = next();
  y = net.Convolve({project, next()}, y, {.channels = stage.channels});
  return stride == 1 && net.Channels(x) == stage.channels ? net.Apply(name, Add{}, {x, y}) : y;
}

}  // namespace

Result<Network> BuildMobilenetV2(const NetworkOptions& options) {
  Layers net(options.resolution);
  int module = 0;
  const auto next = [&] { return "features." + std::to_string(module++); };
  ValueId x = net.Convolve(Pair(next()), net.input(),
                           {.channels = ScaledChannels(32, options.width),
                            .kernel = 3,
                            .stride = 2,
                            .activation = Activation::kRelu6});
  for (Stage stage : kStages) {
    stage.channels = ScaledChannels(stage.channels, options.width);
    for (int i = 0; i < ScaledRepeats(stage.repeats, options.depth); ++i) {
      x = Block(net, next(), x, stage, i == 0 ? stage.stride : 1);
    }
    net.EndStage(x);
  }
  x = net.Convolve(
      Pair(next()), x,
      {.channels = ScaledChannels(1280, std::max(1.0, options.width)), .activation = Activation::kRelu6});
  net.EndStage(x);
  return net.Classify("classifier.1", x, options.classes);
}

}  // namespace easel::graph
