#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace easel::media {

/// Which walls stand around a decoder process. Old kernels and some containers lack some; decoding works all
/// the same.
struct SandboxReport {
  bool limits = false;    ///< memory, processor time, no files, no processes (setrlimit)
  bool landlock = false;  ///< no file can be opened (Linux 5.13)
  bool seccomp = false;   ///< no system call but reading, writing and memory

  uint32_t ToBits() const { return uint32_t{limits} | uint32_t{landlock} << 1 | uint32_t{seccomp} << 2; }
  static SandboxReport FromBits(uint32_t bits) { return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0}; }
  bool operator==(const SandboxReport&) const = default;
};

/// Starts a decoder process, asks it and ends it: for `easel doctor`. kInternal "decoder-unavailable" when
/// the program cannot be started.
Result<SandboxReport> ProbeSandbox(const std::filesystem::path& program);

}  // namespace easel::media
