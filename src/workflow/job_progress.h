#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "store/catalog.h"
#include "workflow/pace.h"

namespace easel::workflow {

/// The Progress of one attempt at a job. A thread of its own keeps the lease alive and writes what was
/// reported: within kFlushMillis when it changed, each time in one transaction. Lives as long as the attempt;
/// thread-safe. The beat is real time, whatever `clock` says, which only measures pace and elapsed time.
class JobProgress final : public Progress {
 public:
  static constexpr int64_t kFlushMillis = 500;

  /// `stop` (may be empty) is polled several times a second; true tells the work to stop although nobody
  /// cancelled it.
  JobProgress(store::Catalog& catalog, store::Lease lease, const Clock& clock, std::function<bool()> stop);
  ~JobProgress() override { Close(); }

  void Report(std::string_view stage, const Text& text, int64_t done, int64_t total) override;
  void Event(json::object event) override;
  /// Cancelled by the user, stopped with the worker, or overtaken by another worker.
  bool IsCancelled() const override { return cancel_requested_ || stopping_ || lease_lost_; }

  bool cancel_requested() const { return cancel_requested_; }
  bool stopping() const { return stopping_; }
  bool lease_lost() const { return lease_lost_; }

  /// Writes what was reported so far.
  Status Flush();
  /// Ends the thread; the lease is no longer kept alive. May be called again.
  void Close();

 private:
  void Beat();
  json::object Snapshot();  // under mutex_

  store::Catalog& catalog_;
  const store::Lease lease_;
  const Clock& clock_;
  const std::function<bool()> stop_;
  const int64_t start_;
  std::atomic<bool> cancel_requested_ = false;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> lease_lost_ = false;

  std::mutex mutex_;  // guards the rest; may be taken inside a transaction, never the other way round
  std::condition_variable closing_;
  bool closed_ = false;
  bool changed_ = false;
  std::string stage_;
  Text text_;
  int64_t done_ = 0;
  int64_t total_ = 0;
  std::optional<Pace> pace_;
  std::vector<json::object> events_;  // not written yet

  std::thread thread_;
};

}  // namespace easel::workflow
