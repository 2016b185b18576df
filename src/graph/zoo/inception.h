#pragma once

#include <string>
#include <vector>

#include "graph/zoo/layers.h"
#include "graph/zoo/network.h"

namespace easel::graph {

/// Inception-v3 (Szegedy et al., arXiv:1512.00567) without the auxiliary classifier, and Inception-v4
/// (Szegedy et al., arXiv:1602.07261). Weights are named as in torchvision and in timm. The smallest
/// resolution is 75.
Result<Network> BuildInceptionV3(const NetworkOptions& options);
Result<Network> BuildInceptionV4(const NetworkOptions& options);

/// What both have in common: convolutions with ReLU and an epsilon of 1e-3, in branches.
class InceptionLayers : public Layers {
 public:
  explicit InceptionLayers(const NetworkOptions& options)
      : Layers(options.resolution, {Padding::kValid, 1e-3F}), width_(options.width) {}

  /// A convolution with padding, or without; `channels` at width 1.
  Convolution Padded(int64_t channels, Kernel kernel = 1) const;
  Convolution Bare(int64_t channels, Kernel kernel, int stride = 1) const;

  /// The layer <name>.conv, <name>.bn.
  ValueId Unit(const std::string& name, ValueId x, const Convolution& conv);
  /// Layers one after the other: <prefix><first>, <prefix><first + 1> …
  ValueId Branch(const std::string& prefix, int first, ValueId x, const std::vector<Convolution>& convs);
  /// The mean of 3 × 3 pixels, then the layer <name>.
  ValueId AverageBranch(const std::string& name, ValueId x, int64_t channels, bool count_padding);
  /// The largest of 3 × 3 pixels, at half the resolution.
  ValueId Halve(const std::string& name, ValueId x);

 private:
  double width_;
};

}  // namespace easel::graph
