#include "graph/zoo/mobilenet_v3.h"

#include <string>
#include <vector>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

constexpr Activation kRelu = Activation::kRelu;
constexpr Activation kSwish = Activation::kHardSwish;

struct Block {
  int64_t kernel;
  int64_t expanded;
  int64_t channels;
  bool has_gate;  ///< squeeze and excitation
  Activation activation;
};
struct Stage {
  int stride;  ///< of the first block
  std::vector<Block> blocks;
};

/// Table 1 of the paper.
std::vector<Stage> LargeStages() {
  return {{1, {{3, 16, 16, false, kRelu}}},
          {2, {{3, 64, 24, false, kRelu}, {3, 72, 24, false, kRelu}}},
          {2, {{5, 72, 40, true, kRelu}, {5, 120, 40, true, kRelu}, {5, 120, 40, true, kRelu}}},
          {2,
           {{3, 240, 80, false, kSwish},
            {3, 200, 80, false, kSwish},
            {3, 184, 80, false, kSwish},
            {3, 184, 80, false, kSwish}}},
          {1, {{3, 480, 112, true, kSwish}, {3, 672, 112, true, kSwish}}},
          {2, {{5, 672, 160, true, kSwish}, {5, 960, 160, true, kSwish}, {5, 960, 160, true, kSwish}}}};
}

/// Table 2.
std::vector<Stage> SmallStages() {
  return {{2, {{3, 16, 16, true, kRelu}}},
          {2, {{3, 72, 24, false, kRelu}, {3, 88, 24, false, kRelu}}},
          {2, {{5, 96, 40, true, kSwish}, {5, 240, 40, true, kSwish}, {5, 240, 40, true, kSwish}}},
          {1, {{5, 120, 48, true, kSwish}, {5, 144, 48, true, kSwish}}},
          {2, {{5, 288, 96, true, kSwish}, {5, 576, 96, true, kSwish}, {5, 576, 96, true, kSwish}}}};
}

class MobilenetV3 : public Layers {
 public:
  explicit MobilenetV3(const NetworkOptions& options)
      : Layers(options.resolution, {Padding::kCentred, 1e-3F}), width_(options.width) {}

  /// The layer <name>.0, <name>.1.
  ValueId Unit(const std::string& name, ValueId x, const Convolution& conv) {
    return Convolve({name + ".0", name + ".1"}, x, conv);
  }

  ValueId InvertedResidual(const std::string& name, ValueId x, const Block& block, int stride) {
    const int64_t expanded = ScaledChannels(block.expanded, width_);
    const int64_t channels = ScaledChannels(block.channels, width_);
    int module = 0;
    const auto next = [&] { return name + ".block." + std::to_string(module++); };
    ValueId y = x;
    if (expanded != Channels(x)) y = Unit(next(), y, {.channels = expanded, .activation = block.activation});
    y = Unit(next(), y,
             {.kernel = block.kernel, .stride = stride, .activation = block.activation, .depthwise = true});
    if (block.has_gate) y = Gate(next(), y, ScaledChannels(expanded / 4, 1));
    y = Unit(next(), y, {.channels = channels});
    return stride == 1 && Channels(x) == channels ? Apply(name, Add{}, {y, x}) : y;
  }

 private:
  ValueId Gate(const std::string& name, ValueId x, int64_t squeezed) {
    ValueId gate = Apply(name + ".avgpool", GlobalAveragePool{}, {x});
    gate = Connect(name + ".fc1", gate, squeezed, Activation::kRelu);
    gate = Connect(name + ".fc2", gate, Channels(x), Activation::kHardSigmoid);
    return Apply(name, ScaleChannels{}, {x, gate});
  }

  double width_;
};

}  // namespace

Result<Network> BuildMobilenetV3(bool is_large, const NetworkOptions& options) {
  MobilenetV3 net(options);
  int module = 0;
  const auto next = [&] { return "features." + std::to_string(module++); };
  ValueId x = net.Unit(
      next(), net.input(),
      {.channels = ScaledChannels(16, options.width), .kernel = 3, .stride = 2, .activation = kSwish});
  net.EndStage(x);
  for (const Stage& stage : is_large ? LargeStages() : SmallStages()) {
    int stride = stage.stride;
    for (const Block& block : Repeated(stage.blocks, options.depth)) {
      x = net.InvertedResidual(next(), x, block, std::exchange(stride, 1));
    }
    net.EndStage(x);
  }
  x = net.Unit(next(), x, {.channels = 6 * net.Channels(x), .activation = kSwish});
  net.EndStage(x);
  x = net.Apply("avgpool", GlobalAveragePool{}, {x});
  x = net.Connect("classifier.0", x, ScaledChannels(is_large ? 1280 : 1024, options.width), kSwish);
  return net.Classify("classifier.3", x, options.classes);
}

}  // namespace easel::graph
