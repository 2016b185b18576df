#include "graph/zoo/sound/yamnet.h"

#include <array>
#include <string>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

constexpr int64_t kBands = 64;

/// A depthwise and a pointwise convolution.
struct Separable {
  int stride;
  int64_t channels;
};
constexpr std::array<Separable, 13> kLayers = {{{1, 64},
                                                {2, 128},
                                                {1, 128},
                                                {2, 256},
                                                {1, 256},
                                                {2, 512},
                                                {1, 512},
                                                {1, 512},
                                                {1, 512},
                                                {1, 512},
                                                {1, 512},
                                                {2, 1024},
                                                {1, 1024}}};

ValueId Convolve(Layers& net, const std::string& name, ValueId x, Convolution conv) {
  conv.activation = Activation::kRelu;
  return net.Convolve({name, name + ".bn"}, x, conv);
}

}  // namespace

Result<Network> BuildYamnet(int frames) {
  Layers net("spectrogram", {1, frames, kBands, 1}, {Padding::kSame, 1e-4F});
  ValueId x = Convolve(net, "layer1.conv", net.input(), {.channels = 32, .kernel = 3, .stride = 2});
  net.EndStage(x);
  for (size_t i = 0; i < kLayers.size(); ++i) {
    const std::string layer = "layer" + std::to_string(i + 2);
    x = Convolve(net, layer + ".depthwise_conv", x,
                 {.kernel = 3, .stride = kLayers.at(i).stride, .depthwise = true});
    x = Convolve(net, layer + ".pointwise_conv", x, {.channels = kLayers.at(i).channels});
    net.EndStage(x);
  }
  return net.Embed(net.Apply("embedding", GlobalAveragePool{}, {x}));
}

}  // namespace easel::graph
