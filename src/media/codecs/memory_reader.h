#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace easel::media {

/// A file in memory, as libraries want to read one. Any offset does no harm.
class MemoryReader {
 public:
  explicit MemoryReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  /// Whoever reads sees these bytes at this place of the file.
  void Replace(size_t place, std::array<std::byte, 4> with) {
    place_ = static_cast<int64_t>(place);
    with_ = with;
  }

  std::span<const std::byte> bytes() const { return bytes_; }
  int64_t at() const { return at_; }

  /// How many bytes were read: 0 at the end.
  int64_t Read(void* target, int64_t count);
  /// The new place, or −1; `whence` as in lseek(2). It may lie behind the end, where there is nothing to
  /// read.
  int64_t Seek(int64_t offset, int whence);

 private:
  std::span<const std::byte> bytes_;
  int64_t at_ = 0;
  int64_t place_ = 0;
  std::optional<std::array<std::byte, 4>> with_;
};

}  // namespace easel::media
