#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace easel::graph {

/// How a network departs from the published one.
struct NetworkOptions {
  int resolution = 0;      ///< side of the picture in pixels; 0: the published one
  double width = 1;        ///< times the channels of every layer, in (0, 4]
  double depth = 1;        ///< times the layers of every stage, in (0, 4]
  int64_t classes = 1000;  ///< at least 1
};

/// A published network: what it costs at its resolution and 1000 classes.
struct NetworkInfo {
  std::string_view name;  ///< "resnet-50"
  int resolution = 0;
  int64_t params = 0;       ///< numbers that are learnt
  int64_t macs = 0;         ///< multiply-adds
  std::string_view source;  ///< the paper, and the implementation whose names the weights have
};

/// The networks that BuildNetwork knows, family by family.
std::span<const NetworkInfo> Zoo();

/// A network that classifies pictures, as it is trained: BatchNorm is not folded yet. Input "picture"
/// [1, R, R, 3], output "logits" [1, classes]. Constants have the names of the published implementation's
/// state dict ("layer1.0.bn1.running_mean"), activations those of the module that makes them ("layer1.0.bn1",
/// the activation function included). Weights are zero and batch normalisation does nothing until
/// Initialise or LoadWeights (graph/zoo/weights.h) fills them.
struct Network {
  Graph graph;
  std::string features;    ///< the value in front of the classifier, [1, D]; SqueezeNet's is [1, H, W, D]
  std::string classifier;  ///< the layer that makes the logits: its constants are <classifier>.weight, .bias;
                           ///< empty when there is none
  /// The last value at each resolution, before the next layer halves it, the largest first.
  std::vector<std::string> stages;
};

/// Builds a network. kBadInput "network-unknown" naming the network, "network-options" naming the option or
/// the layer at which the building ends: the picture is too small, or the network too large to run.
Result<Network> BuildNetwork(std::string_view name, const NetworkOptions& options = {});

}  // namespace easel::graph
