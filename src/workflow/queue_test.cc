#include "workflow/queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "store/test_home.h"

namespace easel::workflow {
namespace {

using store::CodeOf;
using store::Job;
using store::JobId;
using store::JobState;
using store::Must;

Result<json::object> Nothing() { return json::object{}; }

/// Waits, at most five seconds, for what another thread brings about.
bool Soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

class QueueTest : public testing::Test {
 protected:
  JobId Add(std::string_view kind = "work") { return Must(catalog_->jobs().Add(kind, 0, {})).id; }
  Job Get(JobId id) { return Must(catalog_->jobs().Get(id)); }
  bool Run(const JobHandler& handler, std::function<bool()> stop = {}) {
    return Must(RunOneJob(*catalog_, {{"work", handler}}, clock_, 0, std::move(stop)));
  }
  std::string FailureOf(JobId id) { return Must(ErrorFromStored(Get(id).error)).code; }

  store::TestHome home_;
  store::TestClock clock_;
  std::unique_ptr<store::Catalog> catalog_ = Must(store::Catalog::Open(home_.path(), clock_));
};

TEST_F(QueueTest, AJobRunsOnceAndLeavesItsRowsResultProgressAndEvents) {
  const JobId id = Add();
  EXPECT_TRUE(Run([&](const JobContext& context) {
    EXPECT_EQ(context.job.id, id);
    context.progress.Report("count", {"Counting", "计数"}, 3, 4);
    context.progress.Event({{"accuracy", 0.5}});
    context.progress.Event({{"accuracy", 0.75}});
    return context.commit([&]() -> Result<json::object> {
      EASEL_TRY(catalog_->projects().Create("made", "image-classification"));
      return json::object{{"answer", 42}};
    });
  }));
  EXPECT_FALSE(Run([](const JobContext&) { return Status{}; }));
  const Job job = Get(id);
  EXPECT_EQ(job.state, JobState::kDone);
  EXPECT_EQ(job.attempt, 1);
  EXPECT_EQ(job.result, (json::object{{"answer", 42}}));
  EXPECT_EQ(job.progress, (json::object{{"stage", "count"},
                                        {"text", {{"en", "Counting"}, {"zh", "计数"}}},
                                        {"done", 3},
                                        {"total", 4},
                                        {"elapsed_seconds", 0.0}}));
  const auto events = Must(catalog_->jobs().Events(id, 0));
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].event, (json::object{{"accuracy", 0.75}}));
  EXPECT_TRUE(catalog_->projects().Find("made"));
}

TEST_F(QueueTest, AnErrorOfTheRowsUndoesThemAndFailsTheJob) {
  const JobId id = Add();
  EXPECT_TRUE(Run([&](const JobContext& context) {
    return context.commit([&]() -> Result<json::object> {
      EASEL_TRY(catalog_->projects().Create("made", "image-classification"));
      return Fail(ErrorKind::kBadInput, "too-few", {"Too few.", "太少。"});
    });
  }));
  EXPECT_EQ(Get(id).state, JobState::kFailed);
  EXPECT_EQ(FailureOf(id), "too-few");
  EXPECT_EQ(CodeOf(catalog_->projects().Find("made")), "project-unknown");
}

TEST_F(QueueTest, OurBugsFailTheJobAndNotTheWorker) {
  const JobId throws = Add();
  const JobId forgets = Add();
  const JobId unknown = Add("unheard-of");
  EXPECT_TRUE(Run([](const JobContext&) -> Status { throw std::logic_error("oops"); }));
  EXPECT_TRUE(Run([](const JobContext&) { return Status{}; }));
  EXPECT_TRUE(Run([](const JobContext&) { return Status{}; }));
  for (const JobId id : {throws, forgets, unknown}) {
    EXPECT_EQ(Get(id).state, JobState::kFailed);
    EXPECT_EQ(FailureOf(id), "internal-error");
  }
}

TEST_F(QueueTest, AZombieLeavesNothing) {
  const JobId id = Add();
  const auto work = [&](std::string_view name) {
    return [&, name](const JobContext& context) {
      return context.commit([&, name]() -> Result<json::object> {
        EASEL_TRY(catalog_->projects().Create(name, "image-classification"));
        return json::object{{"by", name}};
      });
    };
  };
  Status zombies;
  EXPECT_TRUE(Run([&](const JobContext& context) {
    clock_.Advance(kLeaseMillis);  // as if it had been asleep
    EXPECT_TRUE(Run(work("rescuer")));
    zombies = work("zombie")(context);
    EXPECT_TRUE(context.progress.IsCancelled());
    return zombies;
  }));
  EXPECT_EQ(CodeOf(zombies), "lease-lost");
  const Job job = Get(id);
  EXPECT_EQ(job.state, JobState::kDone);
  EXPECT_EQ(job.result, (json::object{{"by", "rescuer"}}));
  EXPECT_EQ(job.attempt, 2);
  EXPECT_TRUE(catalog_->projects().Find("rescuer"));
  EXPECT_EQ(CodeOf(catalog_->projects().Find("zombie")), "project-unknown");
  EXPECT_EQ(Must(catalog_->jobs().Events(id, 0)).at(0).event,
            (json::object{{"kind", "retry"}, {"attempt", 2}}));
}

TEST_F(QueueTest, AJobThatKeepsCrashingIsFailed) {
  const JobId id = Add();
  for (int i = 0; i < kMaxAttempts; ++i) {
    ASSERT_TRUE(Must(catalog_->jobs().Acquire(0, kLeaseMillis)));
    clock_.Advance(kLeaseMillis);
  }
  bool ran = false;
  EXPECT_TRUE(Run([&](const JobContext& context) {
    ran = true;
    return context.commit(Nothing);
  }));
  EXPECT_FALSE(ran);
  EXPECT_EQ(Get(id).state, JobState::kFailed);
  EXPECT_EQ(FailureOf(id), "job-keeps-crashing");
}

TEST_F(QueueTest, TheHeartbeatKeepsTheLeaseAndBringsTheCancellation) {
  const JobId id = Add();
  EXPECT_TRUE(Run([&](const JobContext& context) -> Status {
    clock_.Advance(kLeaseMillis);
    EXPECT_FALSE(Get(id).alive);
    context.progress.Report("wait", {"Waiting", "等待"}, 0, 0);
    EXPECT_TRUE(Soon([&] { return Get(id).alive; }));
    Must(catalog_->jobs().RequestCancel(id));
    const auto asked = std::chrono::steady_clock::now();
    EXPECT_TRUE(Soon([&] { return context.progress.IsCancelled(); }));
    EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::milliseconds(kHeartbeatMillis + 500));
    return Cancelled();
  }));
  EXPECT_EQ(Get(id).state, JobState::kCancelled);
}

TEST_F(QueueTest, AWorkerThatStopsGivesItsJobBack) {
  const JobId id = Add();
  std::atomic<bool> stop = false;
  EXPECT_TRUE(Run(
      [&](const JobContext& context) -> Status {
        stop = true;
        EXPECT_TRUE(Soon([&] { return context.progress.IsCancelled(); }));
        return Cancelled();
      },
      [&] { return stop.load(); }));
  EXPECT_EQ(Get(id).state, JobState::kQueued);
  EXPECT_TRUE(Run([](const JobContext& context) { return context.commit(Nothing); }));
  EXPECT_EQ(Get(id).state, JobState::kDone);
  EXPECT_EQ(Get(id).crashes, 0);
}

TEST_F(QueueTest, ProgressIsWrittenSeldomHoweverOftenItIsReported) {
  const JobId id = Add();
  EXPECT_TRUE(Run([&](const JobContext& context) {
    for (int i = 0; i < 100'000; ++i) context.progress.Report("count", {"Counting", "计数"}, i, 100'000);
    EXPECT_TRUE(Soon([&] { return Get(id).progress.contains("done"); }));
    return context.commit(Nothing);
  }));
  EXPECT_EQ(Get(id).progress.at("done"), 99'999);
}

TEST_F(QueueTest, ADeletedProjectTakesItsRunningJobAlong) {
  const store::ProjectId project = Must(catalog_->projects().Create("p", "image-classification")).id;
  const JobId id = Must(catalog_->jobs().Add("work", project, {})).id;
  EXPECT_TRUE(Run([&](const JobContext& context) {
    Must(catalog_->projects().Delete(project));
    return context.commit(Nothing);
  }));
  EXPECT_EQ(CodeOf(catalog_->jobs().Get(id)), "job-unknown");
}

}  // namespace
}  // namespace easel::workflow
