#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/catalog.h"

namespace easel::workflow {

/// How worker processes are started: `program` with `arguments` plus "--job ID" or "--serve".
struct WorkerCommand {
  std::filesystem::path program;
  std::vector<std::string> arguments;
};

/// The local engine: keeps `count` worker processes running and replaces those that die, until it is destroyed (workers
/// get SIGTERM, finish or give back their job within 5 s, then SIGKILL). Owned by the server.
class Supervisor {
 public:
  static Result<std::unique_ptr<Supervisor>> Start(WorkerCommand command, int count);
  virtual ~Supervisor() = default;
};

/// For the command line, where no server need run: starts a worker for this job (harmless when a server's worker has it
/// already) and follows it, calling `watch` on every change, until it ends. Restarts the worker when it dies.
/// `stop` is polled; true requests cancellation. Returns the job in its final state.
Result<store::Job> RunAndFollow(store::Catalog& catalog, const WorkerCommand& command, store::JobId job,
                                const Clock& clock, const std::function<void(const store::Job&)>& watch,
                                const std::function<bool()>& stop);

/// The easel-worker beside the running executable.
std::filesystem::path WorkerProgram();

}  // namespace easel::workflow
