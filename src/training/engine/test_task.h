#pragma once

#include <algorithm>

#include "base/random.h"
#include "training/engine/examples.h"

namespace easel::training {

/// A small task for tests: pictures of 8 × 8 with a bright square in one of four corners, in noise: the
/// corner is the class.
class Corners final : public Examples {
 public:
  explicit Corners(size_t size) : size_(size) {}
  size_t size() const override { return size_; }
  graph::Shape shape() const override { return {8, 8, 3}; }
  int64_t classes() const override { return 4; }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override {
    Random random(variation.value_or(i));
    const size_t label = i % 4;
    for (size_t p = 0; p < picture.size(); ++p) {
      const size_t row = p / 24, column = p / 3 % 8;
      const bool bright = row / 4 == label / 2 && column / 4 == label % 2;
      picture[p] = static_cast<float>(random.Uniform() * 2 - 1) + (bright ? 0.5F : 0.0F);
    }
    std::ranges::fill(target, 0.0F);
    target[label] = 1;
    return {};
  }

 private:
  size_t size_;
};

/// A network for it: two convolutions, one with BatchNorm.
inline graph::Graph SmallNetwork() {
  Random random(5);
  graph::GraphBuilder builder;
  const auto weight = [&](const std::string& name, const graph::Shape& shape, double scale) {
    std::vector<float> values(static_cast<size_t>(*graph::ElementCount(shape)));
    for (float& value : values) value = static_cast<float>((random.Uniform() * 2 - 1) * scale);
    return builder.Constant(name, shape, std::move(values));
  };
  const auto x = builder.Input("picture", {1, 8, 8, 3});
  const auto conv = builder.Apply("conv", graph::Conv2d{2}, {x, weight("conv.weight", {8, 3, 3, 3}, 0.3)});
  const auto norm = builder.Apply(
      "norm", graph::BatchNorm{.activation = graph::Activation::kRelu},
      {conv, builder.Constant("bn.weight", {8}, std::vector<float>(8, 1)), weight("bn.bias", {8}, 0),
       weight("bn.running_mean", {8}, 0), builder.Constant("bn.running_var", {8}, std::vector<float>(8, 1))});
  const auto again =
      builder.Apply("conv2", graph::Conv2d{2, graph::Padding::kValid, graph::Activation::kRelu},
                    {norm, weight("conv2.weight", {16, 2, 2, 8}, 0.3)});
  const auto pooled = builder.Apply("flat", graph::Conv2d{1, graph::Padding::kValid},
                                    {again, weight("last.weight", {4, 2, 2, 16}, 0.2)});
  return builder.Finish({builder.Apply("logits", graph::GlobalAveragePool{}, {pooled})});
}

}  // namespace easel::training
