#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// The right to work on one attempt of a job. The token fences: once another worker has leased the job again,
/// every call with the old token fails with kConflict "lease-lost".
struct Lease {
  JobId job = 0;
  std::string token;
};

/// "queued", "running", "done", "failed", "cancelled": as in the command line's documents and in the API.
std::string_view JobStateName(JobState state);

/// The rows of the durable job queue; workflow/ owns its rules. Part of Catalog; thread-safe.
class Jobs {
 public:
  Jobs(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<Job> Add(std::string_view kind, ProjectId project, const json::object& payload);
  Result<Job> Get(JobId id);  ///< kNotFound "job-unknown"
  /// Newest first; `project` 0: of all.
  Result<std::vector<Job>> List(ProjectId project, int limit);

  /// Leases the oldest job that is queued, or that is running under a lease that has run out (by SteadyMillis
  /// of this boot; a lease of an earlier boot has run out; either counts as a crash). `only` ≠ 0: this job or
  /// none. A job whose cancellation was requested and that nobody works on is made kCancelled instead of
  /// leased.
  Result<std::optional<Lease>> Acquire(JobId only, int64_t lease_millis);
  /// Extends the lease and stores the progress (an empty one leaves what is stored); returns whether
  /// cancellation was requested. A lease that has run out and that nobody took over yet is good again.
  Result<bool> Heartbeat(const Lease& lease, int64_t lease_millis, const json::object& progress);
  Status AddEvent(const Lease& lease, const json::object& event);
  Result<std::vector<JobEvent>> Events(JobId id, int64_t after_sequence);

  /// The end of a job, exactly once: for use in Catalog::Transact together with the rows that the job
  /// produced.
  Status Finish(const Lease& lease, const json::object& result);
  Status Fail(const Lease& lease, const Error& error);  ///< kCancelled errors give the state kCancelled
  /// Gives the job back, to be run again by anyone; no crash. kCancelled when cancellation was requested.
  Status Release(const Lease& lease);
  /// At once when nobody works on it; nothing happens to one that has ended.
  Status RequestCancel(JobId id);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace easel::store
