#include "workflow/queue.h"

#include <cerrno>
#include <exception>
#include <new>

#include "base/log.h"
#include "workflow/job_progress.h"

namespace easel::workflow {
namespace {

std::unexpected<Error> InternalError() {
  return Fail(ErrorKind::kInternal, "internal-error",
              {"Easel made a mistake; the details are in its log.", "Easel 内部出错，详情见日志。"},
              {"Try again; if it persists, report it.", "请重试；若仍失败，请反馈该问题。"});
}

std::unexpected<Error> KeepsCrashing(int crashes) {
  return Fail(
      ErrorKind::kInternal, "job-keeps-crashing",
      {"The job was started again " + std::to_string(crashes) + " times, and each time its program died.",
       "任务已重新启动 " + std::to_string(crashes) + " 次，每次程序都异常退出。"},
      {"Often the memory is too small: close other programs, or use fewer or smaller items.",
       "通常是内存不足：请关闭其他程序，或减少数据的数量或尺寸。"});
}

Status CallHandler(const JobHandler& handler, const JobContext& context) {
  try {
    return handler(context);
  } catch (const std::bad_alloc&) {
    return FailErrno("work", {}, ENOMEM);
  } catch (const std::exception& exception) {
    spdlog::error("job {} ({}): {}", context.job.id, context.job.kind, exception.what());
  } catch (...) {
    spdlog::error("job {} ({}): an unknown exception", context.job.id, context.job.kind);
  }
  return InternalError();
}

/// Runs the handler and ends the job.
Status Attempt(store::Catalog& catalog, const store::Lease& lease, const store::Job& job,
               const JobHandler& handler, JobProgress& progress) {
  bool committed = false;
  const auto commit = [&](const std::function<Result<json::object>()>& rows) -> Status {
    EASEL_TRY(progress.Flush());
    const Status status = catalog.Transact([&]() -> Status {
      EASEL_ASSIGN(const json::object result, rows());
      return catalog.jobs().Finish(lease, result);
    });
    committed = committed || status.has_value();
    return status;
  };
  if (job.attempt > 1) progress.Event({{"kind", "retry"}, {"attempt", job.attempt}});
  Status status = CallHandler(handler, {.job = job, .progress = progress, .commit = commit});
  progress.Close();
  if (committed) return {};
  if (status) {
    spdlog::error("job {} ({}) ended without a result", job.id, job.kind);
    status = InternalError();
  }
  return catalog.Transact([&]() -> Status {
    EASEL_TRY(progress.Flush());
    const bool stopped =
        status.error().kind == ErrorKind::kCancelled && progress.stopping() && !progress.cancel_requested();
    return stopped ? catalog.jobs().Release(lease) : catalog.jobs().Fail(lease, status.error());
  });
}

Status Execute(store::Catalog& catalog, const JobHandlers& handlers, const Clock& clock,
               const store::Lease& lease, std::function<bool()> stop) {
  EASEL_ASSIGN(const store::Job job, catalog.jobs().Get(lease.job));
  if (job.crashes >= kMaxAttempts) return catalog.jobs().Fail(lease, KeepsCrashing(job.crashes).error());
  const auto handler = handlers.find(job.kind);
  if (handler == handlers.end()) {
    spdlog::error("job {}: no handler for \"{}\"", job.id, job.kind);
    return catalog.jobs().Fail(lease, InternalError().error());
  }
  JobProgress progress(catalog, lease, clock, std::move(stop));
  return Attempt(catalog, lease, job, handler->second, progress);
}

}  // namespace

Result<bool> RunOneJob(store::Catalog& catalog, const JobHandlers& handlers, const Clock& clock,
                       store::JobId only, std::function<bool()> stop) {
  EASEL_ASSIGN(const std::optional<store::Lease> lease, catalog.jobs().Acquire(only, kLeaseMillis));
  if (!lease) return false;
  const Status status = Execute(catalog, handlers, clock, *lease, std::move(stop));
  if (status) return true;
  if (status.error().code == "lease-lost" || status.error().code == "job-unknown") {
    spdlog::warn("job {}: {}", lease->job, status.error().message.en);
    return true;
  }
  return std::unexpected(status.error());
}

}  // namespace easel::workflow
