#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace easel::workflow {

/// How worker processes are started: `program` with `arguments` plus "--job ID" or "--serve".
struct WorkerCommand {
  std::filesystem::path program;
  std::vector<std::string> arguments;
};

/// The variable in a worker's environment with the process id of who started it.
inline constexpr const char* kStarter = "EASEL_STARTER";

/// A child process. Its stdin is empty, its stdout goes to our stderr (stdout belongs to results), and it has
/// a process group of its own, so that a Ctrl-C on the terminal reaches it through us only. Not thread-safe.
class WorkerProcess {
 public:
  static constexpr int kGraceMillis = 5'000;

  static Result<WorkerProcess> Start(const WorkerCommand& command, std::span<const std::string> more);
  WorkerProcess(WorkerProcess&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
  WorkerProcess& operator=(WorkerProcess&& other) noexcept;
  /// As EndAll.
  ~WorkerProcess() { EndAll(std::span(this, 1)); }

  pid_t pid() const { return pid_; }
  /// Whether it still runs; reaps it when it does not.
  bool IsRunning();
  /// Ends them together: SIGTERM, kGraceMillis to finish, SIGKILL. Those that have ended already are skipped.
  static void EndAll(std::span<WorkerProcess> workers);

 private:
  explicit WorkerProcess(pid_t pid) : pid_(pid) {}
  pid_t pid_;  // 0: ended and reaped, or moved away
};

}  // namespace easel::workflow
