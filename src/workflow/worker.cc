#include "workflow/worker.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "base/log.h"
#include "workflow/process.h"

namespace easel::workflow {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(200);
constexpr auto kRetry = std::chrono::seconds(1);

// A signal handler may touch it because it is lock-free; other threads read it.
std::atomic<bool> stop_signal = false;
static_assert(std::atomic<bool>::is_always_lock_free);

}  // namespace

std::function<bool()> StopOnSignals() {
  struct sigaction action{};
  action.sa_handler = [](int) { stop_signal = true; };
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
  const char* const told = std::getenv(kStarter);
  const pid_t starter = told == nullptr ? ::getppid() : static_cast<pid_t>(std::atoi(told));
  return [starter, parent = ::getppid()] {
    return stop_signal || ::getppid() != parent || (::kill(starter, 0) != 0 && errno == ESRCH);
  };
}

void RunWorker(store::Catalog& catalog, const JobHandlers& handlers, const Clock& clock,
               const std::function<bool()>& stop) {
  while (!stop()) {
    const Result<bool> worked = RunOneJob(catalog, handlers, clock, 0, stop);
    if (!worked) {
      spdlog::error("the catalog failed: {}", worked.error().message.en);
      std::this_thread::sleep_for(kRetry);
    } else if (!*worked) {
      std::this_thread::sleep_for(kPoll);
    }
  }
}

}  // namespace easel::workflow
