#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "graph/safetensors.h"
#include "graph/zoo/network.h"

namespace easel::graph {

/// Gives a network the weights that training starts from: convolutions normal with a standard deviation of
/// √(2 / fan-out) (He et al., arXiv:1502.01852; of a depthwise one the fan-out is its window), fully
/// connected layers uniform within ±1/√inputs, biases 0; batch normalisation scales by 1, shifts by 0, and
/// has seen a mean of 0 and a variance of 1. The same seed gives the same bytes on every machine.
void Initialise(Graph& graph, uint64_t seed);

/// What LoadWeights made of a file.
struct WeightsReport {
  bool has_classifier = true;       ///< false: it is for another number of classes and was left out
  std::vector<std::string> unused;  ///< tensors that the network has no place for
};

/// Replaces the network's constants by the tensors of the same names, which are laid out as PyTorch has them:
/// a convolution's weight [O, I, KH, KW], a depthwise one's [C, 1, KH, KW], a fully connected layer's [O, I]
/// or [O, I, 1, 1]. Counters ("….num_batches_tracked") and auxiliary classifiers ("AuxLogits.…") are passed
/// over silently. A classifier for another number of classes stays as it is. kBadInput "weights-unfit" naming
/// the tensor that is missing, misshapen or has impossible numbers; the network is then unchanged.
Result<WeightsReport> LoadWeights(Network& network, const std::map<std::string, Tensor>& tensors);

}  // namespace easel::graph
