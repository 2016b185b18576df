#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/result.h"
#include "store/catalog.h"
#include "workflow/process.h"

namespace easel::workflow {

/// The local engine: keeps `count` worker processes running and replaces those that die, until it is
/// destroyed (workers get SIGTERM, finish or give back their job within 5 s, then SIGKILL). One that keeps
/// dying is replaced ever more slowly, down to every 30 s. Owned by the server.
class Supervisor {
 public:
  static Result<std::unique_ptr<Supervisor>> Start(WorkerCommand command, int count);
  virtual ~Supervisor() = default;
};

/// For the command line, where no server need run: starts a worker for this job (harmless when a server's
/// worker has it already) and follows it, calling `watch` on every change, until it ends. Restarts the worker
/// when it dies; fails with "worker-fails" when it dies again and again without having begun the job. `stop`
/// is polled; true requests cancellation. Returns the job in its final state.
Result<store::Job> RunAndFollow(store::Catalog& catalog, const WorkerCommand& command, store::JobId job,
                                const Clock& clock, const std::function<void(const store::Job&)>& watch,
                                const std::function<bool()>& stop);

/// The easel-worker beside the running executable.
std::filesystem::path WorkerProgram();

}  // namespace easel::workflow
