#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace easel {

/// A deterministic generator (SplitMix64, Steele et al. 2014): the same seed gives the same numbers on every machine,
/// which the distributions of the standard library do not promise. Not for secrets.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  /// Uniform in [0, bound); `bound` > 0.
  uint64_t Below(uint64_t bound);
  /// Uniform in [0, 1).
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  template <typename T>
  void Shuffle(std::span<T> values) {
    for (size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[Below(i)]);
  }

 private:
  uint64_t state_;
};

/// `count` random bytes from the system, as lower-case hexadecimal: for tokens, keys and identifiers.
std::string RandomHex(size_t count);
/// A random unsigned 64-bit number from the system, never 0.
uint64_t RandomU64();

}  // namespace easel
