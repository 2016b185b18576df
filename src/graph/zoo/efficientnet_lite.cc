#include "graph/zoo/efficientnet_lite.h"

#include <array>
#include <string>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

struct Variant {
  double width;
  double depth;
};
constexpr std::array<Variant, 5> kVariants = {{{1.0, 1.0}, {1.0, 1.1}, {1.1, 1.2}, {1.2, 1.4}, {1.4, 1.8}}};

struct Stage {
  size_t repeats;
  int64_t kernel;
  int stride;  ///< of the first block
  int64_t expansion;
  int64_t channels;
};
/// EfficientNet-B0 (table 1 of the paper), before scaling.
constexpr std::array<Stage, 7> kStages = {{{1, 3, 1, 1, 16},
                                           {2, 3, 2, 6, 24},
                                           {2, 5, 2, 6, 40},
                                           {3, 3, 2, 6, 80},
                                           {3, 5, 1, 6, 112},
                                           {4, 5, 2, 6, 192},
                                           {1, 3, 1, 6, 320}}};

/// An inverted residual block.
ValueId Block(Layers& net, const std::string& name, ValueId x, const Stage& stage, int stride) {
  const int64_t expanded = net.Channels(x) * stage.expansion;
  ValueId y = x;
  if (stage.expansion != 1) {
    y = net.Convolve({name + "._expand_conv", name + "._bn0"}, y,
                     {.channels = expanded, .activation = Activation::kRelu6});
  }
  y = net.Convolve(
      {name + "._depthwise_conv", name + "._bn1"}, y,
      {.kernel = stage.kernel, .stride = stride, .activation = Activation::kRelu6, .depthwise = true});
  y = net.Convolve({name + "._project_conv", name + "._bn2"}, y, {.channels = stage.channels});
  return stride == 1 && net.Channels(x) == stage.channels ? net.Apply(name, Add{}, {y, x}) : y;
}

}  // namespace

Result<Network> BuildEfficientNetLite(int variant, const NetworkOptions& options) {
  const Variant& scale = kVariants.at(static_cast<size_t>(variant));
  Layers net(options.resolution, {Padding::kSame, 1e-3F});
  ValueId x = net.Convolve({"_conv_stem", "_bn0"}, net.input(),
                           {.channels = 32, .kernel = 3, .stride = 2, .activation = Activation::kRelu6});
  int block = 0;
  for (size_t s = 0; s < kStages.size(); ++s) {
    Stage stage = kStages[s];
    stage.channels = ScaledChannels(stage.channels, scale.width * options.width);
    const bool is_outer = s == 0 || s + 1 == kStages.size();
    const double depth = is_outer ? 1 : scale.depth * options.depth;
    for (int i = 0; i < ScaledRepeats(stage.repeats, depth); ++i) {
      x = Block(net, "_blocks." + std::to_string(block++), x, stage, i == 0 ? stage.stride : 1);
    }
    net.EndStage(x);
  }
  x = net.Convolve({"_conv_head", "_bn1"}, x, {.channels = 1280, .activation = Activation::kRelu6});
  net.EndStage(x);
  return net.Classify("_fc", x, options.classes);
}

}  // namespace easel::graph
