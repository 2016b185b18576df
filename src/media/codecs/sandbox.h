#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "media/decode/sandbox_report.h"

namespace easel::media {

struct SandboxLimits {
  size_t max_memory = size_t{1} << 30;  ///< address space, bytes
  uint64_t max_cpu_seconds = 3600;      ///< of the whole process
};

/// Gives up, for good, everything that decoding does not need. Afterwards the process can read from and write
/// to descriptor 0, get and return memory (never executable), and exit; whatever else it tries is refused or
/// ends it:
///  - no_new_privs; every descriptor from 3 on is closed;
///  - setrlimit: address space, processor time; no file growth, no further descriptors, processes or core
///  dumps;
///  - Landlock: no path can be opened, changed or executed, no TCP port bound or reached;
///  - seccomp: the system calls above are allowed, writing to descriptor 2 fails, any other call kills the process.
/// Landlock and seccomp are passed over where the kernel or a container lacks them; the report tells. Builds
/// with a sanitizer do without the address-space limit and without seccomp, as its runtime needs terabytes of
/// addresses and many system calls. The process must have a single thread. kInternal "sandbox-failed" when
/// not even the limits hold.
Result<SandboxReport> EnterSandbox(const SandboxLimits& limits);

}  // namespace easel::media
