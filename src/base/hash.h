#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace easel {

/// A SHA-256 digest (FIPS 180-4): the name of every blob, item and bundle.
struct Hash {
  std::array<std::byte, 32> bytes{};

  /// 64 lower-case hexadecimal digits.
  std::string Hex() const;
  /// The inverse of Hex; anything else is a kBadInput error.
  static Result<Hash> FromHex(std::string_view hex);

  auto operator<=>(const Hash&) const = default;
};

/// The digest of `bytes`, of a text, or of data that arrives in pieces.
Hash Sha256(std::span<const std::byte> bytes);
Hash Sha256(std::string_view text);

class Sha256Stream {
 public:
  Sha256Stream();
  void Update(std::span<const std::byte> bytes);
  /// The digest of all that was given; the stream must not be used afterwards.
  Hash Finish();

 private:
  alignas(16) std::array<std::byte, 128> state_;
};

}  // namespace easel

template <>
struct std::hash<easel::Hash> {
  size_t operator()(const easel::Hash& digest) const noexcept {
    size_t value;
    __builtin_memcpy(&value, digest.bytes.data(), sizeof value);
    return value;
  }
};
