#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/graph.h"
#include "graph/zoo/network.h"

namespace easel::graph {

/// The channels of a layer in a network of another width: the nearest multiple of 8, but never less than
/// 90 % of what was asked for (Sandler et al., arXiv:1801.04381, as all its implementations have it).
int64_t ScaledChannels(int64_t channels, double width);

/// The layers of a stage in a network of another depth: ⌈repeats · depth⌉.
int ScaledRepeats(size_t repeats, double depth);

/// The blocks of a stage in a network of another depth: the first ones, or the last one over and over.
template <typename Block>
std::vector<Block> Repeated(std::vector<Block> stage, double depth) {
  stage.resize(static_cast<size_t>(ScaledRepeats(stage.size(), depth)), Block(stage.back()));
  return stage;
}

/// The size of a convolution's window in pixels.
struct Kernel {
  int64_t height = 1;
  int64_t width = 1;

  Kernel(int64_t side) : height(side), width(side) {}  // NOLINT(google-explicit-constructor): `.kernel = 3`
  Kernel(int64_t h, int64_t w) : height(h), width(w) {}
};

/// A convolution, without names.
struct Convolution {
  int64_t channels = 0;  ///< of the result; a depthwise one keeps those of its input
  Kernel kernel = 1;
  int stride = 1;
  Activation activation = Activation::kNone;
  bool depthwise = false;
  std::optional<Padding> padding;  ///< else the network's
};

/// The names of a convolution and the batch normalisation behind it.
struct ConvNorm {
  std::string conv;
  std::string norm;
};

/// Makes a network layer by layer. The first layer that cannot be ends the building: those after it do
/// nothing, and Finish says what was wrong. So the families (resnet.h …) read as their papers do.
class Layers {
 public:
  /// What all layers of a network have in common.
  struct Style {
    Padding padding = Padding::kCentred;
    float epsilon = 1e-5F;  ///< of batch normalisation
  };
  /// A network for pictures: input "picture" [1, R, R, 3].
  Layers(int resolution, Style style);
  explicit Layers(int resolution) : Layers(resolution, Style{}) {}
  /// A network for anything else.
  Layers(std::string input, Shape shape, Style style);

  ValueId input() const { return input_; }
  int64_t Channels(ValueId x) const;
  int64_t Side(ValueId x) const;  ///< of a map, in pixels

  /// A convolution without bias, batch normalisation, activation.
  ValueId Convolve(const ConvNorm& names, ValueId x, const Convolution& conv);
  /// A convolution with bias, activation.
  ValueId ConvolveWithBias(const std::string& name, ValueId x, const Convolution& conv);
  /// x [1, I] → [1, units], with bias. The value has another name than the layer when `output` is given.
  ValueId Connect(const std::string& layer, ValueId x, int64_t units,
                  Activation activation = Activation::kNone, const std::string& output = {});
  /// An operator without constants.
  ValueId Apply(const std::string& name, const Operator& op, std::vector<ValueId> inputs);

  /// Says that x ends a stage, unless a later value of its size does.
  void EndStage(ValueId x);

  /// The usual end: global average pooling and a fully connected layer. `x` is a map, or [1, D].
  Result<Network> Classify(const std::string& layer, ValueId x, int64_t classes);
  /// The end of a network that has no classifier: `features` are its output.
  Result<Network> Embed(ValueId features) { return Finish({}, features, features); }
  /// Any other end.
  Result<Network> Finish(const std::string& classifier, ValueId features, ValueId logits);

 private:
  ValueId Constant(const std::string& name, const Shape& shape, float value);
  ValueId Weigh(const std::string& name, ValueId x, const Convolution& conv, const std::string& output,
                bool has_bias);
  ValueId Stop(const std::string& layer);

  GraphBuilder builder_;
  const Style style_;
  const ValueId input_;
  std::vector<ValueId> stages_;
  int64_t macs_ = 0;
  int64_t numbers_ = 0;  ///< in constants
  std::string fault_;    ///< the layer that cannot be; empty while all is well
};

/// kBadInput "network-unknown" naming the network.
std::unexpected<Error> UnknownNetwork(std::string_view name);
/// kBadInput "network-options" naming the option or layer.
std::unexpected<Error> ImpossibleOptions(std::string item);

}  // namespace easel::graph
