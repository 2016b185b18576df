#include "store/jobs.h"

#include <gtest/gtest.h>

#include "store/database.h"
#include "store/test_home.h"

namespace easel::store {
namespace {

constexpr int64_t kLease = 10'000;

class JobsTest : public testing::Test {
 protected:
  Lease Take() { return Must(jobs_.Acquire(0, kLease)).value(); }

  TestHome home_;
  TestClock clock_;
  std::unique_ptr<Catalog> catalog_ = Must(Catalog::Open(home_.path(), clock_));
  Jobs& jobs_ = catalog_->jobs();
};

TEST_F(JobsTest, TheOldestFreeJobIsLeasedOnce) {
  const JobId first = Must(jobs_.Add("train", 0, {{"seed", 7}})).id;
  const JobId second = Must(jobs_.Add("import", 0, {})).id;
  EXPECT_EQ(Take().job, first);
  EXPECT_FALSE(Must(jobs_.Acquire(first, kLease)));
  EXPECT_EQ(Take().job, second);
  EXPECT_FALSE(Must(jobs_.Acquire(0, kLease)));
  const Job job = Must(jobs_.Get(first));
  EXPECT_EQ(job.state, JobState::kRunning);
  EXPECT_TRUE(job.alive);
  EXPECT_EQ(job.attempt, 1);
  EXPECT_EQ(job.payload, (json::object{{"seed", 7}}));
  EXPECT_EQ(Must(jobs_.List(0, 10)).front().id, second);
}

TEST_F(JobsTest, AnExpiredLeaseIsTakenOverAndFenced) {
  const JobId id = Must(jobs_.Add("train", 0, {})).id;
  const Lease old = Take();
  clock_.Advance(kLease - 1);
  EXPECT_FALSE(Must(jobs_.Acquire(0, kLease)));
  clock_.Advance(1);
  EXPECT_FALSE(Must(jobs_.Get(id)).alive);
  const Lease now = Take();
  EXPECT_EQ(CodeOf(jobs_.Heartbeat(old, kLease, {})), "lease-lost");
  EXPECT_EQ(CodeOf(jobs_.AddEvent(old, {})), "lease-lost");
  EXPECT_EQ(CodeOf(jobs_.Finish(old, {})), "lease-lost");
  EXPECT_EQ(CodeOf(jobs_.Fail(old, {})), "lease-lost");
  EXPECT_EQ(CodeOf(jobs_.Release(old)), "lease-lost");
  Must(jobs_.Finish(now, {{"ok", true}}));
  EXPECT_EQ(CodeOf(jobs_.Finish(now, {})), "lease-lost");
  const Job job = Must(jobs_.Get(id));
  EXPECT_EQ(job.state, JobState::kDone);
  EXPECT_EQ(job.attempt, 2);
  EXPECT_EQ(job.crashes, 1);
  EXPECT_EQ(job.result, (json::object{{"ok", true}}));
}

TEST_F(JobsTest, AHeartbeatExtendsTheLeaseAndKeepsProgress) {
  const JobId id = Must(jobs_.Add("train", 0, {})).id;
  const Lease lease = Take();
  clock_.Advance(kLease - 1);
  EXPECT_FALSE(Must(jobs_.Heartbeat(lease, kLease, {{"stage", "features"}})));
  clock_.Advance(kLease - 1);
  EXPECT_FALSE(Must(jobs_.Heartbeat(lease, kLease, {})));
  EXPECT_TRUE(Must(jobs_.Get(id)).alive);
  EXPECT_EQ(Must(jobs_.Get(id)).progress, (json::object{{"stage", "features"}}));
}

TEST_F(JobsTest, ALeaseOfAnEarlierBootHasRunOut) {
  Must(jobs_.Add("train", 0, {}));
  Take();
  {
    const auto database = Must(Database::Open(home_.path() / "catalog.db"));
    Must(database->Run("UPDATE jobs SET lease_boot = 'another'"));
  }
  EXPECT_TRUE(Must(jobs_.Acquire(0, kLease)));
}

TEST_F(JobsTest, AJobThatIsGivenBackIsNoCrash) {
  const JobId id = Must(jobs_.Add("train", 0, {})).id;
  Must(jobs_.Release(Take()));
  EXPECT_EQ(Must(jobs_.Get(id)).state, JobState::kQueued);
  Take();
  EXPECT_EQ(Must(jobs_.Get(id)).attempt, 2);
  EXPECT_EQ(Must(jobs_.Get(id)).crashes, 0);
}

TEST_F(JobsTest, CancellingDependsOnWhoWorksOnIt) {
  const JobId queued = Must(jobs_.Add("train", 0, {})).id;
  Must(jobs_.RequestCancel(queued));
  EXPECT_EQ(Must(jobs_.Get(queued)).state, JobState::kCancelled);

  const JobId running = Must(jobs_.Add("train", 0, {})).id;
  const Lease lease = Take();
  Must(jobs_.RequestCancel(running));
  EXPECT_EQ(Must(jobs_.Get(running)).state, JobState::kRunning);
  EXPECT_TRUE(Must(jobs_.Heartbeat(lease, kLease, {})));
  clock_.Advance(kLease);
  EXPECT_FALSE(Must(jobs_.Acquire(0, kLease)));
  EXPECT_EQ(Must(jobs_.Get(running)).state, JobState::kCancelled);
  EXPECT_EQ(CodeOf(jobs_.Finish(lease, {})), "lease-lost");

  const JobId silent = Must(jobs_.Add("train", 0, {})).id;
  Take();
  clock_.Advance(kLease);
  Must(jobs_.RequestCancel(silent));
  EXPECT_EQ(Must(jobs_.Get(silent)).state, JobState::kCancelled);

  const JobId given_back = Must(jobs_.Add("train", 0, {})).id;
  const Lease other = Take();
  Must(jobs_.RequestCancel(given_back));
  Must(jobs_.Release(other));
  EXPECT_EQ(Must(jobs_.Get(given_back)).state, JobState::kCancelled);
  EXPECT_EQ(CodeOf(jobs_.RequestCancel(999)), "job-unknown");
}

TEST_F(JobsTest, EventsRiseAndErrorsComeBackWhole) {
  const JobId id = Must(jobs_.Add("train", 0, {})).id;
  const Lease lease = Take();
  for (int i = 1; i <= 3; ++i) Must(jobs_.AddEvent(lease, {{"i", i}}));
  const auto events = Must(jobs_.Events(id, 1));
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].sequence, 2);
  EXPECT_EQ(events[1].event, (json::object{{"i", 3}}));
  const Error error{ErrorKind::kBadInput, "empty", {"Empty.", "空的。"}, {"Add some.", "请添加。"}, "x"};
  Must(jobs_.Fail(lease, error));
  EXPECT_EQ(Must(jobs_.Get(id)).state, JobState::kFailed);
  EXPECT_EQ(Must(ErrorFromStored(Must(jobs_.Get(id)).error)), error);
}

TEST_F(JobsTest, AZombiesRowsAreUndoneWithItsCommit) {
  Must(jobs_.Add("train", 0, {}));
  const Lease zombie = Take();
  clock_.Advance(kLease);
  const Lease rescuer = Take();
  const auto commit = [&](const Lease& lease, std::string_view name) {
    return catalog_->Transact([&]() -> Status {
      EASEL_TRY(catalog_->projects().Create(name, "image-classification"));
      return jobs_.Finish(lease, {});
    });
  };
  EXPECT_TRUE(commit(rescuer, "kept"));
  EXPECT_EQ(CodeOf(commit(zombie, "undone")), "lease-lost");
  EXPECT_EQ(Must(catalog_->projects().List()).size(), 1u);
}

}  // namespace
}  // namespace easel::store
