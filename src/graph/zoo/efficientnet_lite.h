#pragma once

#include <map>
#include <string>

#include "graph/graph.h"
#include "graph/safetensors.h"

namespace easel::graph {

/// The EfficientNet-Lite family (Tan & Le, arXiv:1905.11946; Liu, "EfficientNet-Lite", 2020): ReLU6, no
/// squeeze-and-excitation, stem and head not scaled in depth.
struct EfficientNetLite {
  std::string name;  ///< "efficientnet-lite0"
  double width = 1.0;
  double depth = 1.0;
  int resolution = 224;
};
EfficientNetLite EfficientNetLiteConfig(int variant);  ///< 0 … 4

/// Builds the backbone into `builder` from `input` [1, H, W, 3] (H = W = config.resolution is what the
/// weights were trained for) up to the pooled features [1, 1280]; batch normalisation (epsilon 1e-3) is
/// folded into the convolutions. `weights` has the tensors of the published PyTorch checkpoint
/// (_conv_stem.weight, _blocks.N._expand_conv.weight, …). A missing or misshapen tensor is kBadInput
/// "weights-unfit" naming it. Constants are named `<prefix>blocks.N.expand.weight` …; those that exist
/// already are shared, so the same backbone can be applied to several inputs (once to each). Activations are
/// named `<prefix>blocks.N.expand@<input>`, the result is
/// `<prefix>features@<input>`. `taps` receives, when not null, the outputs of the stages by name: "stage0" …
/// "stage6", "head_map".
Result<ValueId> BuildEfficientNetLite(GraphBuilder& builder, ValueId input, const EfficientNetLite& config,
                                      const std::map<std::string, Tensor>& weights, const std::string& prefix,
                                      std::map<std::string, ValueId>* taps = nullptr);

/// The classifier of the checkpoint (1000 ImageNet classes, logits) on the pooled features; used to test the
/// weights.
Result<ValueId> BuildImageNetHead(GraphBuilder& builder, ValueId features,
                                  const std::map<std::string, Tensor>& weights, const std::string& prefix);

}  // namespace easel::graph
