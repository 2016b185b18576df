#include "workflow/job_progress.h"

#include <cmath>
#include <iterator>

#include "base/log.h"
#include "workflow/queue.h"

namespace easel::workflow {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(100);

}  // namespace

JobProgress::JobProgress(store::Catalog& catalog, store::Lease lease, const Clock& clock,
                         std::function<bool()> stop)
    : catalog_(catalog),
      lease_(std::move(lease)),
      clock_(clock),
      stop_(std::move(stop)),
      start_(clock.SteadyMillis()),
      thread_([this] { Beat(); }) {}

void JobProgress::Report(std::string_view stage, const Text& text, int64_t done, int64_t total) {
  const std::lock_guard lock(mutex_);
  const int64_t now = clock_.SteadyMillis();
  if (!pace_ || stage != stage_) pace_.emplace(now, done);
  pace_->Update(now, done);
  stage_ = stage;
  text_ = text;
  done_ = done;
  total_ = total;
  changed_ = true;
}

void JobProgress::Event(json::object event) {
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(event));
  changed_ = true;
}

Status JobProgress::Flush() {
  std::vector<json::object> events;
  const Status status = catalog_.Transact([&]() -> Status {
    json::object progress;
    {
      const std::lock_guard lock(mutex_);
      events.swap(events_);
      progress = Snapshot();
      changed_ = false;
    }
    for (const json::object& event : events) EASEL_TRY(catalog_.jobs().AddEvent(lease_, event));
    EASEL_ASSIGN(const bool cancel, catalog_.jobs().Heartbeat(lease_, kLeaseMillis, progress));
    if (cancel) cancel_requested_ = true;
    return {};
  });
  if (status) return {};
  if (status.error().code == "lease-lost") lease_lost_ = true;
  const std::lock_guard lock(mutex_);
  events_.insert(events_.begin(), std::make_move_iterator(events.begin()),
                 std::make_move_iterator(events.end()));
  changed_ = true;
  return status;
}

json::object JobProgress::Snapshot() {
  if (stage_.empty()) return {};
  const int64_t now = clock_.SteadyMillis();
  json::object progress{{"stage", stage_},
                        {"text", {{"en", text_.en}, {"zh", text_.zh}}},
                        {"done", done_},
                        {"total", total_},
                        {"elapsed_seconds", static_cast<double>(now - start_) / 1000}};
  if (const std::optional<double> left = pace_->SecondsLeft(now, total_)) {
    progress["eta_seconds"] = std::round(*left * 10) / 10;
  }
  return progress;
}

void JobProgress::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  closing_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void JobProgress::Beat() {
  constexpr auto kFlush = std::chrono::milliseconds(kFlushMillis);
  constexpr auto kHeartbeat = std::chrono::milliseconds(kHeartbeatMillis);
  auto written = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!closing_.wait_for(lock, kPoll, [this] { return closed_; })) {
    const auto silent = std::chrono::steady_clock::now() - written;
    const bool due = silent >= kHeartbeat || (changed_ && silent >= kFlush);
    lock.unlock();
    if (stop_ && stop_()) stopping_ = true;
    if (due && !lease_lost_) {
      written = std::chrono::steady_clock::now();
      if (const Status status = Flush(); !status) {
        spdlog::warn("job {}: heartbeat failed: {}", lease_.job, status.error().message.en);
      }
    }
    lock.lock();
  }
}

}  // namespace easel::workflow
