#include "graph/zoo/mobilenet_v1.h"

#include <array>
#include <string>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

struct Stage {
  size_t repeats;
  int stride;  ///< of the first block
  int64_t channels;
};
/// Table 1 of the paper.
constexpr std::array<Stage, 5> kStages = {{{1, 1, 64}, {2, 2, 128}, {2, 2, 256}, {6, 2, 512}, {2, 2, 1024}}};

}  // namespace

Result<Network> BuildMobilenetV1(const NetworkOptions& options) {
  Layers net(options.resolution);
  ValueId x = net.Convolve({"conv_stem", "bn1"}, net.input(),
                           {.channels = ScaledChannels(32, options.width),
                            .kernel = 3,
                            .stride = 2,
                            .activation = Activation::kRelu6});
  for (size_t s = 0; s < kStages.size(); ++s) {
    for (int i = 0; i < ScaledRepeats(kStages[s].repeats, options.depth); ++i) {
      const std::string name = "blocks." + std::to_string(s) + "." + std::to_string(i);
      x = net.Convolve({name + ".conv_dw", name + ".bn1"}, x,
                       {.kernel = 3,
                        .stride = i == 0 ? kStages[s].stride : 1,
                        .activation = Activation::kRelu6,
                        .depthwise = true});
      x = net.Convolve(
          {name + ".conv_pw", name + ".bn2"}, x,
          {.channels = ScaledChannels(kStages[s].channels, options.width), .activation = Activation::kRelu6});
    }
    net.EndStage(x);
  }
  return net.Classify("classifier", x, options.classes);
}

}  // namespace easel::graph
