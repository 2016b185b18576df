#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/clock.h"
#include "base/progress.h"
#include "store/catalog.h"

namespace easel::workflow {

/// A worker shows that it lives every kHeartbeatMillis; a job whose worker was silent for kLeaseMillis is run
/// again.
inline constexpr int64_t kHeartbeatMillis = 2'000;
inline constexpr int64_t kLeaseMillis = 10'000;
/// A job that brought down its worker this many times is failed ("job-keeps-crashing").
inline constexpr int kMaxAttempts = 5;

/// What a handler gets: the job, where to report, and the way to end it.
struct JobContext {
  const store::Job& job;
  Progress& progress;  ///< durable: progress, ETA and events land in the catalog
  /// Commits `rows` (what the job produced, through the catalog) and the job's result in one transaction:
  /// exactly once, or not at all when the lease was lost. Keep the transaction short: the heartbeat waits for
  /// it.
  std::function<Status(const std::function<Result<json::object>()>& rows)> commit;
};

/// Runs one job to its end: it either calls `commit` or returns an error.
using JobHandler = std::function<Status(const JobContext& context)>;

/// Handlers by job kind; built by the worker's main.
using JobHandlers = std::map<std::string, JobHandler, std::less<>>;

/// Leases a job (`only` ≠ 0: that one), runs it with heartbeats on a thread of their own, and ends it: done,
/// failed or cancelled. Returns false when there was nothing to do. A lost lease is not an error: the other
/// worker's result counts. An exception of the handler is our bug: it is logged and the job fails with
/// "internal-error". When `stop` (polled several times a second) turns true, the handler sees itself
/// cancelled and the job is given back, to be run again. Errors returned are those of the catalog.
Result<bool> RunOneJob(store::Catalog& catalog, const JobHandlers& handlers, const Clock& clock,
                       store::JobId only = 0, std::function<bool()> stop = {});

}  // namespace easel::workflow
