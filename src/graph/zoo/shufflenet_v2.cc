#include "graph/zoo/shufflenet_v2.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "graph/zoo/layers.h"

namespace easel::graph {
namespace {

constexpr Activation kRelu = Activation::kRelu;

/// The channels of the first stage at widths 0, 0.5 … 2 (table 5 of the paper, with the 2.0 as it was
/// published in code); each further stage has twice as many.
constexpr std::array<double, 5> kChannels = {0, 48, 116, 176, 244};
constexpr std::array<size_t, 3> kRepeats = {4, 8, 4};

int64_t StageChannels(double width) {
  const double place = 2 * width;
  const auto i = std::min(static_cast<size_t>(place), kChannels.size() - 2);
  const double wanted = kChannels[i] + (place - static_cast<double>(i)) * (kChannels[i + 1] - kChannels[i]);
  return std::max<int64_t>(2, 2 * std::llround(wanted / 2));
}

class ShufflenetV2 : public Layers {
 public:
  using Layers::Layers;

  /// <branch>.<i> and the batch normalisation behind it.
  static ConvNorm Numbered(const std::string& branch, int i) {
    return {branch + "." + std::to_string(i), branch + "." + std::to_string(i + 1)};
  }

  ValueId RightBranch(const std::string& name, ValueId x, int64_t channels, int stride) {
    x = Convolve(Numbered(name, 0), x, {.channels = channels, .activation = kRelu});
    x = Convolve(Numbered(name, 3), x, {.kernel = 3, .stride = stride, .depthwise = true});
    return Convolve(Numbered(name, 5), x, {.channels = channels, .activation = kRelu});
  }

  /// Figure 3 (d): half the resolution.
  ValueId Reduction(const std::string& name, ValueId x, int64_t channels) {
    const std::string left = name + ".branch1";
    ValueId y = Convolve(Numbered(left, 0), x, {.kernel = 3, .stride = 2, .depthwise = true});
    y = Convolve(Numbered(left, 2), y, {.channels = channels / 2, .activation = kRelu});
    return Join(name, y, RightBranch(name + ".branch2", x, channels / 2, 2));
  }

  /// Figure 3 (c).
  ValueId Unit(const std::string& name, ValueId x) {
    const auto half = static_cast<int>(Channels(x) / 2);
    const ValueId left = Apply(name + ".left", SliceChannels{0, half}, {x});
    const ValueId right = Apply(name + ".right", SliceChannels{half, 2 * half}, {x});
    return Join(name, left, RightBranch(name + ".branch2", right, half, 1));
  }

 private:
  ValueId Join(const std::string& name, ValueId left, ValueId right) {
    return Apply(name, ShuffleChannels{2}, {Apply(name + ".concat", Concat{}, {left, right})});
  }
};

}  // namespace

Result<Network> BuildShufflenetV2(const NetworkOptions& options) {
  ShufflenetV2 net(options.resolution);
  ValueId x = net.Convolve(ShufflenetV2::Numbered("conv1", 0), net.input(),
                           {.channels = 24, .kernel = 3, .stride = 2, .activation = kRelu});
  net.EndStage(x);
  x = net.Apply("maxpool", MaxPool2d{3, 2, Padding::kCentred}, {x});
  net.EndStage(x);
  int64_t channels = StageChannels(options.width);
  for (size_t stage = 0; stage < kRepeats.size(); ++stage, channels *= 2) {
    const std::string name = "stage" + std::to_string(stage + 2) + ".";
    x = net.Reduction(name + "0", x, channels);
    for (int i = 1; i < ScaledRepeats(kRepeats[stage], options.depth); ++i) {
      x = net.Unit(name + std::to_string(i), x);
    }
    net.EndStage(x);
  }
  x = net.Convolve(ShufflenetV2::Numbered("conv5", 0), x,
                   {.channels = options.width < 2 ? 1024 : 2048, .activation = kRelu});
  net.EndStage(x);
  return net.Classify("fc", x, options.classes);
}

}  // namespace easel::graph
