#pragma once

#include <map>
#include <string>

#include "graph/graph.h"
#include "graph/safetensors.h"

namespace easel::graph {

/// The EfficientNet-Lite family (Tan & Le, arXiv:1905.11946; Liu, "EfficientNet-Lite", 2020): ReLU6, no
/// squeeze-and-excitation, stem and head not scaled in depth.
struct EfficientNetLite {
  std::string name;    ///< "efficientnet-lite0"
  double width = 1.0;
  double depth = 1.0;
  int resolution = 224;
};
EfficientNetLite EfficientNetLiteConfig(int variant);  ///< 0 … 4

/// Builds the backbone into `builder` from `input` [1, R, R, 3] up to the pooled features [1, 1280]; batch normalisation
/// (epsilon 1e-3) is folded into the convolutions. `weights` has the tensors of the published PyTorch checkpoint
/// (_conv_stem.weight, _blocks.N._expand_conv.weight, …). Values are named `<prefix>blocks.N.…`; constants with the name
/// of an existing one are shared, so the same backbone can be applied to several inputs. A missing or misshapen tensor is
/// kBadInput naming it. `taps` receives the outputs of the stages by name ("stage3" …, "head_map") when not null.
Result<ValueId> BuildEfficientNetLite(GraphBuilder& builder, ValueId input, const EfficientNetLite& config,
                                      const std::map<std::string, Tensor>& weights, const std::string& prefix,
                                      std::map<std::string, ValueId>* taps = nullptr);

/// The classifier of the checkpoint (1000 ImageNet classes, logits) on the pooled features; used to test the weights.
Result<ValueId> BuildImageNetHead(GraphBuilder& builder, ValueId features, const std::map<std::string, Tensor>& weights,
                                  const std::string& prefix);

}  // namespace easel::graph
