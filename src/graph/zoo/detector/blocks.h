#pragma once

#include <string>

#include "graph/graph.h"

namespace easel::graph {

/// Appends to `builder` a convolution without bias, batch normalisation, and ReLU6: constants
/// "<name>.conv.weight", "<name>.norm.weight" …, values "<name>.conv" and "<name>". Weights are zero until
/// Initialise (graph/zoo/weights.h) fills them.
ValueId ConvNormRelu(GraphBuilder& builder, const std::string& name, ValueId x, int64_t channels,
                     int64_t kernel = 1, int stride = 1);

/// The same one channel at a time, and a 1 × 1 convolution behind it: "<name>.depthwise", "<name>.pointwise".
ValueId SeparableConv(GraphBuilder& builder, const std::string& name, ValueId x, int64_t channels,
                      int64_t kernel, int stride = 1);

/// A 1 × 1 convolution with bias: "<name>.weight", "<name>.bias".
ValueId Predict(GraphBuilder& builder, const std::string& name, ValueId x, int64_t channels);

/// Fills the biases of a Predict layer of boxes: every score begins at `score`, so that the first steps are
/// not spent on saying that nearly all cells are empty (Lin et al., RetinaNet, arXiv:1708.02002), and every
/// other number at `rest`. Call after Initialise.
void StartBoxes(Graph& graph, const std::string& name, size_t classes, float score, float rest);

}  // namespace easel::graph
