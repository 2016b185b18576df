#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace easel::media {

/// How an exchange over the socket to a decoder process went.
enum class Exchange { kDone, kClosed, kLate };

/// Milliseconds of a clock that never goes back; deadlines are told in them.
int64_t Now();

/// Sends or receives all of `bytes`, waiting until `deadline` at most.
Exchange Send(int socket, std::span<const std::byte> bytes, int64_t deadline);
Exchange Receive(int socket, std::span<std::byte> bytes, int64_t deadline);

/// A structure of wire.h as it lies in memory.
template <typename T>
std::span<std::byte> WritableBytes(T& value) {
  return std::as_writable_bytes(std::span(&value, 1));
}
template <typename T>
std::span<const std::byte> BytesOf(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

}  // namespace easel::media
