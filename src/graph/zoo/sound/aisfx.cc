#include "graph/zoo/sound/aisfx.h"

#include <string>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

constexpr int64_t kBands = 96;
constexpr int kBlocks = 4;

}  // namespace

Result<Network> BuildAisfx(int frames) {
  Layers net("spectrogram", {1, frames, kBands, 1}, {Padding::kCentred, 1e-5F});
  ValueId x = net.input();
  for (int block = 1; block <= kBlocks; ++block) {
    const std::string name = "embedding_net.conv_block" + std::to_string(block);
    const Convolution conv = {.channels = int64_t{32} << block, .kernel = 3, .activation = Activation::kRelu};
    x = net.Convolve({name + ".conv1", name + ".bn1"}, x, conv);
    x = net.Convolve({name + ".conv2", name + ".bn2"}, x, conv);
    net.EndStage(x);
    if (block < kBlocks) x = net.Apply(name + ".pool", MaxPool2d{}, {x});
  }
  x = net.Apply("mean", MeanOverWidth{}, {x});
  return net.Embed(net.Apply("embedding", GlobalMaxPool{}, {x}));
}

}  // namespace easel::graph
