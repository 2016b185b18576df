#include "graph/zoo/efficientnet_lite.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace easel::graph {
namespace {

constexpr float kBatchNormEpsilon = 1e-3F;
constexpr int64_t kStemChannels = 32;
constexpr int64_t kFeatures = 1280;

struct Stage {
  int repeats;
  int64_t kernel;
  int stride;  ///< of the first block only
  int64_t expansion;
  int64_t channels;
};
/// EfficientNet-B0 (arXiv:1905.11946, table 1), before scaling.
constexpr std::array<Stage, 7> kStages = {{{1, 3, 1, 1, 16},
                                           {2, 3, 2, 6, 24},
                                           {2, 5, 2, 6, 40},
                                           {3, 3, 2, 6, 80},
                                           {3, 5, 1, 6, 112},
                                           {4, 5, 2, 6, 192},
                                           {1, 3, 1, 6, 320}}};

/// The nearest multiple of 8, but never less than 90 % of what was asked for.
int64_t ScaledChannels(int64_t channels, double width) {
  const double wanted = static_cast<double>(channels) * width;
  const int64_t rounded = std::max<int64_t>(8, static_cast<int64_t>(wanted + 4) / 8 * 8);
  return static_cast<double>(rounded) < 0.9 * wanted ? rounded + 8 : rounded;
}

int ScaledRepeats(size_t stage, double depth) {
  const int repeats = kStages[stage].repeats;
  const bool is_outer = stage == 0 || stage + 1 == kStages.size();
  return is_outer ? repeats : static_cast<int>(std::ceil(repeats * depth));
}

std::unexpected<Error> Unfit(Text why, std::string item) {
  return Fail(
      ErrorKind::kBadInput, "weights-unfit",
      {"The weights do not belong to this network: " + why.en + ".", "权重与此网络不符：" + why.zh + "。"},
      {"Use the weights that were published for exactly this network.", "请使用为该网络发布的权重。"},
      std::move(item));
}

/// The tensors of a checkpoint, asked for by name and shape.
class Checkpoint {
 public:
  explicit Checkpoint(const std::map<std::string, Tensor>& tensors) : tensors_(tensors) {}

  Result<const std::vector<float>*> Get(const std::string& name, const Shape& shape) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) return Unfit({"a tensor is missing", "缺少张量"}, name);
    if (found->second.shape != shape) return Unfit({"a tensor has another size", "张量尺寸不符"}, name);
    return &found->second.data;
  }

 private:
  const std::map<std::string, Tensor>& tensors_;
};

/// A convolution to add: its name here, and the names of its tensors in the checkpoint.
struct Convolution {
  std::string name;
  std::string weight;
  std::string batch_norm;
  int64_t channels = 0;
  int64_t kernel = 1;
  int stride = 1;
  bool depthwise = false;
  Activation activation = Activation::kRelu6;
};

class BackboneBuilder {
 public:
  BackboneBuilder(GraphBuilder& builder, ValueId input, const Checkpoint& checkpoint,
                  const std::string& prefix)
      : builder_(builder), checkpoint_(checkpoint), prefix_(prefix), suffix_("@" + builder.NameOf(input)) {}

  Result<ValueId> Convolve(ValueId x, const Convolution& conv) {
    const std::string constant = prefix_ + conv.name;
    ValueId weight = builder_.Find(constant + ".weight");
    if (weight < 0) {
      EASEL_ASSIGN(weight, AddFolded(constant, builder_.ShapeOf(x).back(), conv));
    }
    const ValueId bias = builder_.Find(constant + ".bias");
    const Operator op = conv.depthwise
                            ? Operator(DepthwiseConv2d{conv.stride, Padding::kSame, conv.activation})
                            : Operator(Conv2d{conv.stride, Padding::kSame, conv.activation});
    return builder_.Apply(constant + suffix_, op, {x, weight, bias});
  }

  /// An inverted residual block.
  Result<ValueId> Block(ValueId x, int index, const Stage& stage, int stride) {
    const std::string name = "blocks." + std::to_string(index);
    const std::string source = "_blocks." + std::to_string(index) + ".";
    const int64_t expanded = builder_.ShapeOf(x).back() * stage.expansion;
    ValueId y = x;
    if (stage.expansion != 1) {
      EASEL_ASSIGN(
          y, Convolve(y, {name + ".expand", source + "_expand_conv.weight", source + "_bn0", expanded}));
    }
    EASEL_ASSIGN(y, Convolve(y, {name + ".depthwise", source + "_depthwise_conv.weight", source + "_bn1",
                                 expanded, stage.kernel, stride, true}));
    EASEL_ASSIGN(y, Convolve(y, {.name = name + ".project",
                                 .weight = source + "_project_conv.weight",
                                 .batch_norm = source + "_bn2",
                                 .channels = stage.channels,
                                 .activation = Activation::kNone}));
    if (stride != 1 || builder_.ShapeOf(x).back() != stage.channels) return y;
    return builder_.Apply(prefix_ + name + ".sum" + suffix_, Add{}, {y, x});
  }

  ValueId Pool(ValueId x) { return builder_.Apply(prefix_ + "features" + suffix_, GlobalAveragePool{}, {x}); }

 private:
  /// Adds weight and bias with the batch normalisation folded in, the weight reordered from [O, I, KH, KW] to
  /// [O, KH, KW, I] (depthwise: from [C, 1, KH, KW] to [1, KH, KW, C]). Returns the weight.
  Result<ValueId> AddFolded(const std::string& name, int64_t in, const Convolution& conv) {
    const int64_t out = conv.channels;
    const int64_t group = conv.depthwise ? 1 : in;
    const int64_t window = conv.kernel * conv.kernel;
    EASEL_ASSIGN(const auto* const source,
                 checkpoint_.Get(conv.weight, {out, group, conv.kernel, conv.kernel}));
    EASEL_ASSIGN(const auto* const gamma, checkpoint_.Get(conv.batch_norm + ".weight", {out}));
    EASEL_ASSIGN(const auto* const beta, checkpoint_.Get(conv.batch_norm + ".bias", {out}));
    EASEL_ASSIGN(const auto* const mean, checkpoint_.Get(conv.batch_norm + ".running_mean", {out}));
    EASEL_ASSIGN(const auto* const variance, checkpoint_.Get(conv.batch_norm + ".running_var", {out}));
    std::vector<float> weight(source->size());
    std::vector<float> bias(static_cast<size_t>(out));
    for (int64_t o = 0; o < out; ++o) {
      const auto channel = static_cast<size_t>(o);
      const float scale = (*gamma)[channel] / std::sqrt((*variance)[channel] + kBatchNormEpsilon);
      bias[channel] = (*beta)[channel] - (*mean)[channel] * scale;
      for (int64_t i = 0; i < group; ++i) {
        for (int64_t k = 0; k < window; ++k) {
          const int64_t to = conv.depthwise ? k * out + o : (o * window + k) * in + i;
          weight[static_cast<size_t>(to)] =
              (*source)[static_cast<size_t>((o * group + i) * window + k)] * scale;
        }
      }
    }
    const Shape shape =
        conv.depthwise ? Shape{1, conv.kernel, conv.kernel, out} : Shape{out, conv.kernel, conv.kernel, in};
    const ValueId id = builder_.Constant(name + ".weight", shape, std::move(weight));
    builder_.Constant(name + ".bias", {out}, std::move(bias));
    return id;
  }

  GraphBuilder& builder_;
  const Checkpoint& checkpoint_;
  const std::string prefix_;
  const std::string suffix_;
};

}  // namespace

EfficientNetLite EfficientNetLiteConfig(int variant) {
  static const std::array<EfficientNetLite, 5> kFamily = {{{"efficientnet-lite0", 1.0, 1.0, 224},
                                                           {"efficientnet-lite1", 1.0, 1.1, 240},
                                                           {"efficientnet-lite2", 1.1, 1.2, 260},
                                                           {"efficientnet-lite3", 1.2, 1.4, 280},
                                                           {"efficientnet-lite4", 1.4, 1.8, 300}}};
  return kFamily.at(static_cast<size_t>(variant));
}

Result<ValueId> BuildEfficientNetLite(GraphBuilder& builder, ValueId input, const EfficientNetLite& config,
                                      const std::map<std::string, Tensor>& weights, const std::string& prefix,
                                      std::map<std::string, ValueId>* taps) {
  if (builder.ShapeOf(input).size() != 4 || builder.ShapeOf(input).back() != 3) {
    throw std::logic_error("the backbone needs an input of [1, height, width, 3]");
  }
  const Checkpoint checkpoint(weights);
  BackboneBuilder backbone(builder, input, checkpoint, prefix);
  EASEL_ASSIGN(ValueId x,
               backbone.Convolve(input, {"stem", "_conv_stem.weight", "_bn0", kStemChannels, 3, 2}));
  int block = 0;
  for (size_t i = 0; i < kStages.size(); ++i) {
    Stage stage = kStages[i];
    stage.channels = ScaledChannels(stage.channels, config.width);
    for (int j = 0; j < ScaledRepeats(i, config.depth); ++j) {
      EASEL_ASSIGN(x, backbone.Block(x, block++, stage, j == 0 ? stage.stride : 1));
    }
    if (taps != nullptr) (*taps)["stage" + std::to_string(i)] = x;
  }
  EASEL_ASSIGN(x, backbone.Convolve(x, {"head", "_conv_head.weight", "_bn1", kFeatures}));
  if (taps != nullptr) (*taps)["head_map"] = x;
  return backbone.Pool(x);
}

Result<ValueId> BuildImageNetHead(GraphBuilder& builder, ValueId features,
                                  const std::map<std::string, Tensor>& weights, const std::string& prefix) {
  constexpr int64_t kClasses = 1000;
  const Checkpoint checkpoint(weights);
  EASEL_ASSIGN(const auto* const weight, checkpoint.Get("_fc.weight", {kClasses, kFeatures}));
  EASEL_ASSIGN(const auto* const bias, checkpoint.Get("_fc.bias", {kClasses}));
  const ValueId weight_id = builder.Constant(prefix + "classifier.weight", {kClasses, kFeatures}, *weight);
  const ValueId bias_id = builder.Constant(prefix + "classifier.bias", {kClasses}, *bias);
  return builder.Apply(prefix + "logits", FullyConnected{}, {features, weight_id, bias_id});
}

}  // namespace easel::graph
