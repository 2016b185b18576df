#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"

namespace easel::runtime {

/// The storage of one tensor: aligned to a cache line and with a spare one behind it, since kernels read in
/// whole vectors.
class Buffer {
 public:
  static constexpr size_t kSpareBytes = 64;

  Buffer() = default;
  explicit Buffer(size_t count) : lines_(count / kLineFloats + 2), count_(count) {}

  std::span<float> values() { return {count_ == 0 ? nullptr : lines_.front().values.data(), count_}; }
  bool empty() const { return count_ == 0; }

 private:
  static constexpr size_t kLineFloats = 16;
  struct alignas(kLineFloats * sizeof(float)) Line {
    std::array<float, kLineFloats> values{};
  };
  std::vector<Line> lines_;
  size_t count_ = 0;
};

/// A part of an executor's work, from buffers to buffers that it was given when it was made.
class Step {
 public:
  virtual ~Step() = default;
  virtual Status Run() = 0;
};

}  // namespace easel::runtime
