#include "graph/zoo/squeezenet.h"

#include <string>
#include <vector>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

constexpr Activation kRelu = Activation::kRelu;

/// The squeezed channels of each fire module; each expands to eight times as many.
const std::vector<std::vector<int64_t>> kStages = {{16, 16}, {32, 32}, {48, 48, 64, 64}};

ValueId Fire(Layers& net, const std::string& name, ValueId x, int64_t squeezed, double width) {
  const int64_t expanded = ScaledChannels(4 * squeezed, width);
  x = net.ConvolveWithBias(name + ".squeeze", x,
                           {.channels = ScaledChannels(squeezed, width), .activation = kRelu});
  const ValueId narrow =
      net.ConvolveWithBias(name + ".expand1x1", x, {.channels = expanded, .activation = kRelu});
  const ValueId broad =
      net.ConvolveWithBias(name + ".expand3x3", x, {.channels = expanded, .kernel = 3, .activation = kRelu});
  return net.Apply(name, Concat{}, {narrow, broad});
}

/// A window that hangs over the edge counts ("ceil mode"). Only a map of even size has one, and kSame then
/// puts its zero to the same side.
ValueId Halve(Layers& net, const std::string& name, ValueId x) {
  const Padding padding = net.Side(x) % 2 == 0 ? Padding::kSame : Padding::kValid;
  return net.Apply(name, MaxPool2d{3, 2, padding}, {x});
}

}  // namespace

Result<Network> BuildSqueezenet(const NetworkOptions& options) {
  Layers net(options.resolution);
  int module = 0;
  const auto next = [&] { return "features." + std::to_string(module++); };
  ValueId x = net.ConvolveWithBias(next(), net.input(),
                                   {.channels = ScaledChannels(64, options.width),
                                    .kernel = 3,
                                    .stride = 2,
                                    .activation = kRelu,
                                    .padding = Padding::kValid});
  ++module;  // the activation is a module there
  for (const std::vector<int64_t>& stage : kStages) {
    net.EndStage(x);
    x = Halve(net, next(), x);
    for (const int64_t squeezed : Repeated(stage, options.depth))
      x = Fire(net, next(), x, squeezed, options.width);
  }
  net.EndStage(x);
  const ValueId maps =
      net.ConvolveWithBias("classifier.1", x, {.channels = options.classes, .activation = kRelu});
  return net.Finish("classifier.1", x, net.Apply("logits", GlobalAveragePool{}, {maps}));
}

}  // namespace easel::graph
