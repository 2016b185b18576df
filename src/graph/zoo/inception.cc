#include "graph/zoo/inception.h"

namespace easel::graph {

Convolution InceptionLayers::Padded(int64_t channels, Kernel kernel) const {
  return {.channels = ScaledChannels(channels, width_),
          .kernel = kernel,
          .activation = Activation::kRelu,
          .padding = Padding::kCentred};
}

Convolution InceptionLayers::Bare(int64_t channels, Kernel kernel, int stride) const {
  return {.channels = ScaledChannels(channels, width_),
          .kernel = kernel,
          .stride = stride,
          .activation = Activation::kRelu};
}

ValueId InceptionLayers::Unit(const std::string& name, ValueId x, const Convolution& conv) {
  return Convolve({name + ".conv", name + ".bn"}, x, conv);
}

ValueId InceptionLayers::Branch(const std::string& prefix, int first, ValueId x,
                                const std::vector<Convolution>& convs) {
  for (const Convolution& conv : convs) x = Unit(prefix + std::to_string(first++), x, conv);
  return x;
}

ValueId InceptionLayers::AverageBranch(const std::string& name, ValueId x, int64_t channels,
                                       bool count_padding) {
  x = Apply(name + ".pool", AveragePool2d{3, 1, Padding::kCentred, count_padding}, {x});
  return Unit(name, x, Padded(channels));
}

ValueId InceptionLayers::Halve(const std::string& name, ValueId x) {
  return Apply(name, MaxPool2d{3, 2, Padding::kValid}, {x});
}

}  // namespace easel::graph
