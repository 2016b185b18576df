#include "workflow/supervisor.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "base/file.h"
#include "base/log.h"

namespace easel::workflow {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(100);
constexpr int64_t kFirstDelayMillis = 200;
constexpr int64_t kLongestDelayMillis = 30'000;
/// A worker that lived this long was sound: its end says nothing about the next one.
constexpr int64_t kSoundLifeMillis = 10'000;
/// RunAndFollow gives up after so many workers in a row that did not begin the job.
constexpr int kMaxFailures = 3;

/// The pause before a worker is started again: doubled each time one ends soon after its start. In
/// SteadyMillis.
class BackOff {
 public:
  void Started(int64_t now) { started_ = now; }
  void Ended(int64_t now) {
    const bool sound = now - started_ >= kSoundLifeMillis;
    delay_ = sound ? kFirstDelayMillis : std::clamp(2 * delay_, kFirstDelayMillis, kLongestDelayMillis);
    ready_ = now + delay_;
  }
  bool IsOver(int64_t now) const { return now >= ready_; }

 private:
  int64_t started_ = 0;
  int64_t ready_ = 0;
  int64_t delay_ = 0;
};

class LocalSupervisor final : public Supervisor {
 public:
  LocalSupervisor(WorkerCommand command, std::vector<WorkerProcess> workers) : command_(std::move(command)) {
    for (WorkerProcess& worker : workers) {
      slots_.push_back({.worker = std::move(worker), .back_off = {}});
      slots_.back().back_off.Started(clock_.SteadyMillis());
    }
    thread_ = std::thread([this] { Watch(); });
  }

  ~LocalSupervisor() override {
    stop_ = true;
    thread_.join();
    std::vector<WorkerProcess> workers;
    for (Slot& slot : slots_) {
      if (slot.worker) workers.push_back(std::move(*slot.worker));
    }
    WorkerProcess::EndAll(workers);
  }

  static inline const std::vector<std::string> kServe = {"--serve"};

 private:
  struct Slot {
    std::optional<WorkerProcess> worker;
    BackOff back_off;
  };

  void Watch() {
    while (!stop_) {
      for (Slot& slot : slots_) Tend(slot);
      std::this_thread::sleep_for(kPoll);
    }
  }

  void Tend(Slot& slot) {
    const int64_t now = clock_.SteadyMillis();
    if (slot.worker && !slot.worker->IsRunning()) {
      slot.worker.reset();
      slot.back_off.Ended(now);
    }
    if (slot.worker || !slot.back_off.IsOver(now)) return;
    slot.back_off.Started(now);
    Result<WorkerProcess> worker = WorkerProcess::Start(command_, kServe);
    if (worker) {
      slot.worker = std::move(*worker);
    } else {
      spdlog::error("{}: {}", command_.program.string(), worker.error().message.en);
      slot.back_off.Ended(now);
    }
  }

  const WorkerCommand command_;
  const SystemClock clock_;
  std::atomic<bool> stop_ = false;
  std::vector<Slot> slots_;  // the thread's, once it runs
  std::thread thread_;
};

bool Changed(const store::Job& before, const store::Job& after) {
  return before.state != after.state || before.attempt != after.attempt ||
         before.cancel_requested != after.cancel_requested || before.progress != after.progress;
}

/// The worker of RunAndFollow: started whenever nobody works on the job.
class JobWorker {
 public:
  JobWorker(const WorkerCommand& command, store::JobId job, const Clock& clock)
      : command_(command), arguments_{"--job", std::to_string(job)}, clock_(clock) {}

  Status Tend(const store::Job& job) {
    const int64_t now = clock_.SteadyMillis();
    if (worker_ && !worker_->IsRunning()) {
      worker_.reset();
      back_off_.Ended(now);
      failures_ = job.attempt > attempt_ ? 0 : failures_ + 1;
    }
    if (worker_ || job.alive || !back_off_.IsOver(now)) return {};
    if (failures_ >= kMaxFailures) {
      return Fail(ErrorKind::kInternal, "worker-fails",
                  {"The program that does the work cannot be run.", "执行任务的程序无法运行。"},
                  {"Run `easel doctor`; the reason is printed above or in the log.",
                   "请运行 `easel doctor`；原因见上方输出或日志。"},
                  command_.program.string());
    }
    attempt_ = job.attempt;
    back_off_.Started(now);
    EASEL_ASSIGN(worker_, WorkerProcess::Start(command_, arguments_));
    return {};
  }

 private:
  const WorkerCommand& command_;
  const std::vector<std::string> arguments_;
  const Clock& clock_;
  std::optional<WorkerProcess> worker_;
  BackOff back_off_;
  int attempt_ = 0;   // of the job when the worker was started
  int failures_ = 0;  // workers in a row that did not begin the job
};

}  // namespace

Result<std::unique_ptr<Supervisor>> Supervisor::Start(WorkerCommand command, int count) {
  std::vector<WorkerProcess> workers;
  for (int i = 0; i < count; ++i) {
    EASEL_ASSIGN(WorkerProcess worker, WorkerProcess::Start(command, LocalSupervisor::kServe));
    workers.push_back(std::move(worker));
  }
  return std::make_unique<LocalSupervisor>(std::move(command), std::move(workers));
}

Result<store::Job> RunAndFollow(store::Catalog& catalog, const WorkerCommand& command, store::JobId id,
                                const Clock& clock, const std::function<void(const store::Job&)>& watch,
                                const std::function<bool()>& stop) {
  JobWorker worker(command, id, clock);
  std::optional<store::Job> before;
  bool cancelled = false;
  for (;;) {
    EASEL_ASSIGN(store::Job job, catalog.jobs().Get(id));
    if (watch && (!before || Changed(*before, job))) watch(job);
    if (store::IsFinal(job.state)) return job;
    if (!cancelled && stop && stop()) {
      EASEL_TRY(catalog.jobs().RequestCancel(id));
      cancelled = true;
      continue;
    }
    EASEL_TRY(worker.Tend(job));
    before = std::move(job);
    std::this_thread::sleep_for(kPoll);
  }
}

std::filesystem::path WorkerProgram() {
  return ProgramFolder() / "easel-worker";
}

}  // namespace easel::workflow
