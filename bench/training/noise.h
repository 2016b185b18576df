#pragma once

#include <algorithm>
#include <vector>

#include "base/random.h"
#include "training/engine/examples.h"

namespace easel::bench {

/// Random pictures, which cost nothing to make: all are the same.
class Noise final : public training::Examples {
 public:
  static constexpr int64_t kClasses = 10;

  Noise(size_t size, int64_t side) : size_(size), side_(side), pixels_(static_cast<size_t>(side * side * 3)) {
    Random random(1);
    for (float& pixel : pixels_) pixel = static_cast<float>(random.Uniform() * 2 - 1);
  }
  size_t size() const override { return size_; }
  graph::Shape shape() const override { return {side_, side_, 3}; }
  int64_t classes() const override { return kClasses; }
  Status Fill(size_t i, std::optional<uint64_t>, std::span<float> picture,
              std::span<float> target) const override {
    std::ranges::copy(pixels_, picture.begin());
    std::ranges::fill(target, 0.0F);
    target[i % kClasses] = 1;
    return {};
  }

 private:
  size_t size_;
  int64_t side_;
  std::vector<float> pixels_;
};

}  // namespace easel::bench
