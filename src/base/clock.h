#pragma once

#include <cstdint>
#include <string>

namespace easel {

/// Time as an argument, so that tests own it. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Milliseconds since 1970 (UTC). May jump: for showing to people only.
  virtual int64_t WallMillis() const = 0;
  /// Milliseconds since the machine started, sleep included. Never jumps: for leases, limits and ETAs. Comparable
  /// between processes of one boot.
  virtual int64_t SteadyMillis() const = 0;
};

class SystemClock final : public Clock {
 public:
  int64_t WallMillis() const override;
  int64_t SteadyMillis() const override;
};

/// A random name of the current boot: SteadyMillis of different boots must not be compared.
std::string BootId();

}  // namespace easel
