#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "graph/graph.h"
#include "graph/safetensors.h"
#include "media/transform/image_transform.h"
#include "training/scaling.h"

namespace easel::training {

/// The weights of a pretrained network as they were shipped.
struct ShippedWeights {
  std::map<std::string, graph::Tensor> tensors;  ///< by the names of the published implementation
  Hash hash;                                     ///< of the safetensors file
};

/// Reads `<folder>/<name>.safetensors`. kNotFound "weights-missing" (hint: run the set-up), kBadInput "weights-broken".
Result<ShippedWeights> LoadShippedWeights(const std::filesystem::path& folder, const std::string& name);

/// A pretrained network as it was shipped, ready to run.
struct Backbone {
  std::string name;       ///< "efficientnet-lite0"
  graph::Graph network;   ///< up to the pooled features [1, 1280], batch normalisation folded
  Hash weights_hash;      ///< of the safetensors file
};

/// EfficientNet-Lite `variant`. Errors are those of LoadShippedWeights and kBadInput "weights-unfit".
Result<Backbone> LoadBackbone(const std::filesystem::path& folder, int variant);

/// A network looking at a picture in one way. Its features are √(global average) of the activations of its last layers:
/// the depthwise outputs at the last resolution and the last one before it, and the head's. Averages of rectified activations are
/// skewed; the root evens them out (Hellinger kernel, Perronnin et al. 2010; intermediate layers: Evci et al. 2022,
/// "Head2Toe").
struct View {
  int variant = 0;                 ///< of EfficientNet-Lite
  media::ImageTransform transform;

  bool operator==(const View&) const = default;
};

/// Builds a view's features [1, D] on the graph input `input` of size [1, H, W, 3]. `blocks` receives the layout of D.
/// Constants are shared between views of one backbone.
graph::ValueId BuildFeatures(graph::GraphBuilder& builder, graph::ValueId input, const Backbone& backbone,
                             std::vector<FeatureBlock>* blocks);

/// A view's features as a graph of their own, for extraction.
struct FeatureGraph {
  graph::Graph graph;
  std::vector<FeatureBlock> blocks;
  int64_t size = 0;   ///< D
};
FeatureGraph MakeFeatureGraph(const View& view, const Backbone& backbone);

/// The name under which a view's features are cached: everything that they depend on besides the picture.
Hash CacheKey(const View& view, const Backbone& backbone, const FeatureGraph& features);

/// The input rectangle that suits pictures of these sizes: the proportion that most of them have, upright or lying (square,
/// 3:4 or 1:2), with the area of a square of `side`, not wider than high, sides in multiples of 32, the networks' stride.
struct InputSize {
  int width = 0;
  int height = 0;
};
InputSize ChooseInputSize(const std::vector<InputSize>& pictures, int side);

}  // namespace easel::training
