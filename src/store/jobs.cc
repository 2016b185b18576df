#include "store/jobs.h"

#include <array>

#include "base/random.h"
#include "store/database.h"

namespace easel::store {
namespace {

constexpr std::string_view kLive = "state = 1 AND lease_boot = ?1 AND lease_until > ?2";
constexpr std::string_view kFree = "(state = 0 OR (state = 1 AND (lease_boot <> ?1 OR lease_until <= ?2)))";

const std::string& ThisBoot() {
  static const std::string boot = BootId();
  return boot;
}

constexpr std::array<std::string_view, 5> kStateNames = {"queued", "running", "done", "failed", "cancelled"};

/// Parameters 1 and 2 are those of kLive.
std::string Select(std::string_view rest) {
  return "SELECT id, kind, COALESCE(project, 0), payload, state, attempt, crashes, " + std::string(kLive) +
         ", cancel_requested, progress, result, error, created, started, finished FROM jobs " +
         std::string(rest);
}

Result<Job> ReadJob(const Row& row) {
  Job job{.id = row.Int(0),
          .kind = row.Text(1),
          .project = row.Int(2),
          .state = static_cast<JobState>(row.Int(4)),
          .attempt = static_cast<int>(row.Int(5)),
          .crashes = static_cast<int>(row.Int(6)),
          .alive = row.Int(7) != 0,
          .cancel_requested = row.Int(8) != 0,
          .created = row.Int(12),
          .started = row.Int(13),
          .finished = row.Int(14)};
  EASEL_ASSIGN(job.payload, row.Object(3));
  EASEL_ASSIGN(job.progress, row.Object(9));
  EASEL_ASSIGN(job.result, row.Object(10));
  EASEL_ASSIGN(job.error, row.Object(11));
  return job;
}

Result<JobEvent> ReadEvent(const Row& row) {
  EASEL_ASSIGN(json::object event, row.Object(1));
  return JobEvent{.sequence = row.Int(0), .event = std::move(event)};
}

/// A job that nobody works on, and whether it should be cancelled.
struct Free {
  JobId id = 0;
  bool cancel = false;
};

Result<Free> ReadFree(const Row& row) { return Free{.id = row.Int(0), .cancel = row.Int(1) != 0}; }

std::unexpected<Error> LeaseLost(const Lease& lease) {
  return easel::Fail(
      ErrorKind::kConflict, "lease-lost",
      {"The job was taken over by another worker, or was deleted.", "任务已被其他进程接手，或已被删除。"},
      {"Nothing needs to be done.", "无需处理。"}, std::to_string(lease.job));
}

/// Of a statement that was limited to the lease's row.
Status Held(const Lease& lease, const Result<int64_t>& changed) {
  if (!changed) return std::unexpected(changed.error());
  if (*changed == 0) return LeaseLost(lease);
  return {};
}

}  // namespace

std::string_view JobStateName(JobState state) { return kStateNames.at(static_cast<size_t>(state)); }

Result<Job> Jobs::Add(std::string_view kind, ProjectId project, const json::object& payload) {
  const std::optional<int64_t> owner = project == 0 ? std::nullopt : std::optional<int64_t>(project);
  EASEL_ASSIGN(
      const std::optional<int64_t> id,
      database_.One("INSERT INTO jobs (kind, project, payload, state, attempt, crashes, cancel_requested, "
                    "progress, result, error, created, started, finished) "
                    "VALUES (?, ?, ?, 0, 0, 0, 0, '{}', '{}', '{}', ?, 0, 0) RETURNING id",
                    {kind, owner, CanonicalJson(payload), clock_.WallMillis()}, ReadInt));
  return Get(*id);
}

Result<Job> Jobs::Get(JobId id) {
  EASEL_ASSIGN(std::optional<Job> job,
               database_.One(Select("WHERE id = ?3"), {ThisBoot(), clock_.SteadyMillis(), id}, ReadJob));
  if (!job) {
    return easel::Fail(ErrorKind::kNotFound, "job-unknown", {"There is no such job.", "没有这个任务。"},
                       {"List the jobs to see which there are.", "请查看任务列表。"}, std::to_string(id));
  }
  return std::move(*job);
}

Result<std::vector<Job>> Jobs::List(ProjectId project, int limit) {
  return database_.All(Select("WHERE project = ?3 OR ?3 = 0 ORDER BY id DESC LIMIT ?4"),
                       {ThisBoot(), clock_.SteadyMillis(), project, limit}, ReadJob);
}

Result<std::optional<Lease>> Jobs::Acquire(JobId only, int64_t lease_millis) {
  const std::string find = "SELECT id, cancel_requested FROM jobs WHERE " + std::string(kFree) +
                           " AND (id = ?3 OR ?3 = 0) ORDER BY id LIMIT 1";
  const auto find_free = [&] {
    return database_.One(find, {ThisBoot(), clock_.SteadyMillis(), only}, ReadFree);
  };
  // Idle workers ask several times a second; only one that saw a job takes the write lock.
  EASEL_ASSIGN(std::optional<Free> free, find_free());
  if (!free) return std::nullopt;
  return database_.Transact([&]() -> Result<std::optional<Lease>> {
    for (;;) {
      EASEL_ASSIGN(free, find_free());
      if (!free) return std::nullopt;
      if (!free->cancel) break;
      EASEL_TRY(database_.Run("UPDATE jobs SET state = 4, finished = ?, lease_token = NULL WHERE id = ?",
                              {clock_.WallMillis(), free->id}));
    }
    Lease lease{.job = free->id, .token = RandomHex(16)};
    EASEL_TRY(database_.Run(
        "UPDATE jobs SET crashes = crashes + CASE state WHEN 1 THEN 1 ELSE 0 END, state = 1, attempt = "
        "attempt + 1, "
        "started = CASE started WHEN 0 THEN ? ELSE started END, lease_token = ?, lease_boot = ?, lease_until "
        "= ? "
        "WHERE id = ?",
        {clock_.WallMillis(), lease.token, ThisBoot(), clock_.SteadyMillis() + lease_millis, lease.job}));
    return lease;
  });
}

Result<bool> Jobs::Heartbeat(const Lease& lease, int64_t lease_millis, const json::object& progress) {
  EASEL_ASSIGN(const std::optional<int64_t> cancel,
               database_.One("UPDATE jobs SET lease_until = ?1, lease_boot = ?2, "
                             "progress = CASE ?3 WHEN '{}' THEN progress ELSE ?3 END "
                             "WHERE id = ?4 AND lease_token = ?5 RETURNING cancel_requested",
                             {clock_.SteadyMillis() + lease_millis, ThisBoot(), CanonicalJson(progress),
                              lease.job, lease.token},
                             ReadInt));
  if (!cancel) return LeaseLost(lease);
  return *cancel != 0;
}

Status Jobs::AddEvent(const Lease& lease, const json::object& event) {
  return Held(lease,
              database_.Run("INSERT INTO job_events (job, sequence, event) SELECT id, "
                            "COALESCE((SELECT MAX(sequence) FROM job_events WHERE job = jobs.id), 0) + 1, ?3 "
                            "FROM jobs WHERE id = ?1 AND lease_token = ?2",
                            {lease.job, lease.token, CanonicalJson(event)}));
}

Result<std::vector<JobEvent>> Jobs::Events(JobId id, int64_t after_sequence) {
  return database_.All(
      "SELECT sequence, event FROM job_events WHERE job = ? AND sequence > ? ORDER BY sequence",
      {id, after_sequence}, ReadEvent);
}

Status Jobs::Finish(const Lease& lease, const json::object& result) {
  return Held(lease, database_.Run("UPDATE jobs SET state = 2, result = ?, finished = ?, lease_token = NULL "
                                   "WHERE id = ? AND lease_token = ?",
                                   {CanonicalJson(result), clock_.WallMillis(), lease.job, lease.token}));
}

Status Jobs::Fail(const Lease& lease, const Error& error) {
  const bool cancelled = error.kind == ErrorKind::kCancelled;
  return Held(lease, database_.Run("UPDATE jobs SET state = ?, error = ?, finished = ?, lease_token = NULL "
                                   "WHERE id = ? AND lease_token = ?",
                                   {cancelled ? JobState::kCancelled : JobState::kFailed,
                                    cancelled ? "{}" : CanonicalJson(StoreError(error)), clock_.WallMillis(),
                                    lease.job, lease.token}));
}

Status Jobs::Release(const Lease& lease) {
  return Held(lease,
              database_.Run("UPDATE jobs SET state = CASE cancel_requested WHEN 1 THEN 4 ELSE 0 END, "
                            "finished = CASE cancel_requested WHEN 1 THEN ? ELSE 0 END, lease_token = NULL "
                            "WHERE id = ? AND lease_token = ?",
                            {clock_.WallMillis(), lease.job, lease.token}));
}

Status Jobs::RequestCancel(JobId id) {
  return database_.Transact([&]() -> Status {
    EASEL_ASSIGN(const Job job, Get(id));
    if (IsFinal(job.state)) return {};
    if (job.alive) {
      EASEL_TRY(database_.Run("UPDATE jobs SET cancel_requested = 1 WHERE id = ?", {id}));
    } else {
      EASEL_TRY(
          database_.Run("UPDATE jobs SET cancel_requested = 1, state = 4, finished = ?, lease_token = NULL "
                        "WHERE id = ?",
                        {clock_.WallMillis(), id}));
    }
    return {};
  });
}

}  // namespace easel::store
