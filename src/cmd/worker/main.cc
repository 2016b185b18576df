// easel-worker --serve | --job ID | --member TASK: runs jobs of the installation at EASEL_HOME, or trains along with the
// worker that runs one. Started by `easel`, not by hand.
#include <charconv>
#include <exception>
#include <string_view>

#include "base/log.h"
#include "cmd/worker/handlers.h"
#include "workflow/worker.h"

namespace easel::cmd {
namespace {

int Run(std::string_view mode, std::string_view what) {
  const auto stop = workflow::StopOnSignals();
  Result<Installation> installation = Installation::Open(FindPlaces());
  if (!installation) {
    spdlog::critical("{}: {}", installation.error().message.en, installation.error().item);
    return ExitCode(installation.error().kind);
  }
  const workflow::JobHandlers handlers = MakeHandlers(*installation);
  if (mode == "--member") {
    const Status trained = TrainAlong(*installation, what);
    if (!trained) spdlog::info("member: {} ({})", trained.error().message.en, trained.error().code);
    return trained ? 0 : ExitCode(trained.error().kind);
  }
  if (mode == "--serve") {
    workflow::RunWorker(*installation->catalog, handlers, *installation->clock, stop);
    return 0;
  }
  store::JobId job = 0;
  std::from_chars(what.data(), what.data() + what.size(), job);
  if (job < 1) return static_cast<int>(ErrorKind::kUsage);
  const Result<bool> ran = workflow::RunOneJob(*installation->catalog, handlers, *installation->clock, job, stop);
  if (!ran) spdlog::error("job {}: {}", job, ran.error().message.en);
  return ran ? 0 : ExitCode(ran.error().kind);
}

}  // namespace
}  // namespace easel::cmd

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if ((mode != "--serve" || argc != 2) && ((mode != "--job" && mode != "--member") || argc != 3)) return 2;
  try {
    easel::StartLog("easel-worker", "info");
    return easel::cmd::Run(mode, argc == 3 ? argv[2] : "");
  } catch (const std::exception& bug) {
    spdlog::critical("internal error: {}", bug.what());
    return 1;
  }
}
