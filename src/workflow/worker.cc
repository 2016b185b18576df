#include "workflow/worker.h"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/log.h"

namespace easel::workflow {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(200);
constexpr auto kRetry = std::chrono::seconds(1);

volatile sig_atomic_t stop_signal = 0;  // all that a signal handler may touch

}  // namespace

std::function<bool()> StopOnSignals() {
  struct sigaction action{};
  action.sa_handler = [](int) { stop_signal = 1; };
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
  return [parent = ::getppid()] { return stop_signal != 0 || ::getppid() != parent; };
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
