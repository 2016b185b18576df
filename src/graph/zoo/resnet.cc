#include "graph/zoo/resnet.h"

#include <array>
#include <string>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

/// "layer1.0.conv" and "layer1.0.bn" with this number.
ConvNorm Numbered(const std::string& block, int number) {
  const std::string digit = std::to_string(number);
  return {block + ".conv" + digit, block + ".bn" + digit};
}

/// The residual of a basic block.
ValueId Basic(Layers& net, const std::string& name, ValueId x, int64_t channels, int stride) {
  x = net.Convolve(Numbered(name, 1), x,
                   {.channels = channels, .kernel = 3, .stride = stride, .activation = Activation::kRelu});
  return net.Convolve(Numbered(name, 2), x, {.channels = channels, .kernel = 3});
}

/// The residual of a bottleneck.
ValueId Bottleneck(Layers& net, const std::string& name, ValueId x, int64_t channels, int stride) {
  const int64_t narrow = channels / 4;
  x = net.Convolve(Numbered(name, 1), x, {.channels = narrow, .activation = Activation::kRelu});
  x = net.Convolve(Numbered(name, 2), x,
                   {.channels = narrow, .kernel = 3, .stride = stride, .activation = Activation::kRelu});
  return net.Convolve(Numbered(name, 3), x, {.channels = channels});
}

}  // namespace

Result<Network> BuildResnet(int layers, const NetworkOptions& options) {
  const bool is_deep = layers == 50;
  const std::array<size_t, 4> repeats =
      layers == 18 ? std::array<size_t, 4>{2, 2, 2, 2} : std::array<size_t, 4>{3, 4, 6, 3};
  Layers net(options.resolution);
  ValueId x = net.Convolve({"conv1", "bn1"}, net.input(),
                           {.channels = ScaledChannels(64, options.width),
                            .kernel = 7,
                            .stride = 2,
                            .activation = Activation::kRelu});
  net.EndStage(x);
  x = net.Apply("maxpool", MaxPool2d{3, 2, Padding::kCentred}, {x});
  for (size_t stage = 0; stage < repeats.size(); ++stage) {
    const int64_t channels = ScaledChannels(int64_t{64} << stage, options.width) * (is_deep ? 4 : 1);
    for (int i = 0; i < ScaledRepeats(repeats[stage], options.depth); ++i) {
      const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(i);
      const int stride = stage > 0 && i == 0 ? 2 : 1;
      const ValueId residual =
          is_deep ? Bottleneck(net, name, x, channels, stride) : Basic(net, name, x, channels, stride);
      if (stride != 1 || net.Channels(x) != channels) {
        x = net.Convolve({name + ".downsample.0", name + ".downsample.1"}, x,
                         {.channels = channels, .stride = stride});
      }
      x = net.Apply(name, Add{Activation::kRelu}, {residual, x});
    }
    net.EndStage(x);
  }
  return net.Classify("fc", x, options.classes);
}

}  // namespace easel::graph
