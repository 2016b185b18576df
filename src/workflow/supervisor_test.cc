#include "workflow/supervisor.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/file.h"
#include "store/test_home.h"
#include "workflow/process.h"

namespace easel::workflow {
namespace {

using store::CodeOf;
using store::Job;
using store::JobId;
using store::JobState;
using store::Must;

bool Soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

class SupervisorTest : public testing::Test {
 protected:
  JobId Add(std::string_view kind) { return Must(catalog_->jobs().Add(kind, 0, {})).id; }
  Job Get(JobId id) { return Must(catalog_->jobs().Get(id)); }
  WorkerCommand Command() const {
    return {std::filesystem::path(EASEL_BIN_DIR) / "workflow_test_worker", {home_.path().string()}};
  }
  /// A worker that is the shell script.
  static WorkerCommand Script(std::string script) { return {"/bin/sh", {"-c", std::move(script)}}; }
  size_t LinesOf(const std::filesystem::path& path) const {
    const auto text = ReadTextFile(path);
    return text ? static_cast<size_t>(std::ranges::count(*text, '\n')) : 0;
  }

  store::TestHome home_;
  SystemClock clock_;
  std::unique_ptr<store::Catalog> catalog_ = Must(store::Catalog::Open(home_.path(), clock_));
};

TEST_F(SupervisorTest, AWorkerEndsWhoseStarterWasGoneBeforeItBegan) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);  // orphans become ours, so that their end can be seen
  const std::vector<std::string> serve = {"--serve"};
  const pid_t starter = ::fork();
  if (starter == 0) {
    const auto worker = WorkerProcess::Start(Command(), serve);
    ::_exit(worker ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(starter, &status, 0), starter);
  ASSERT_EQ(status, 0);
  EXPECT_TRUE(Soon([] { return ::waitpid(-1, nullptr, WNOHANG) > 0; }));
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

TEST_F(SupervisorTest, WorkersRunWhatIsQueuedAndGiveBackWhatTheyHoldAtTheEnd) {
  const JobId rest = Add("rest");
  const JobId greet = Add("greet");
  {
    const auto supervisor = Must(Supervisor::Start(Command(), 2));
    EXPECT_TRUE(Soon([&] { return Get(greet).state == JobState::kDone && Get(rest).alive; }));
  }
  EXPECT_EQ(Get(greet).result, (json::object{{"hello", "world"}}));
  EXPECT_EQ(Get(rest).state, JobState::kQueued);
  EXPECT_EQ(Get(rest).attempt, 1);
}

TEST_F(SupervisorTest, TheDeadAreReplaced) {
  const auto starts = home_.path() / "starts";
  const auto supervisor = Must(Supervisor::Start(Script("echo x >> " + starts.string()), 1));
  EXPECT_TRUE(Soon([&] { return LinesOf(starts) >= 3; }));
}

TEST_F(SupervisorTest, AWorkerThatDoesNotListenIsKilled) {
  const auto pid = home_.path() / "pid";
  const auto begin = std::chrono::steady_clock::now();
  {
    const auto supervisor = Must(Supervisor::Start(
        Script("trap '' TERM; echo $$ > " + pid.string() + "; while :; do sleep 0.1; done"), 2));
    ASSERT_TRUE(Soon([&] { return LinesOf(pid) == 1; }));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin,
            std::chrono::milliseconds(WorkerProcess::kGraceMillis + 4000));
  EXPECT_NE(::kill(std::stoi(Must(ReadTextFile(pid))), 0), 0);
}

TEST_F(SupervisorTest, AProgramThatIsMissingIsSaidAtOnce) {
  EXPECT_EQ(CodeOf(Supervisor::Start({"/nonexistent/worker", {}}, 1)), "file-not-found");
}

TEST_F(SupervisorTest, AJobIsRunAndFollowedToItsEnd) {
  const JobId id = Add("greet");
  std::vector<JobState> seen;
  const Job job = Must(
      RunAndFollow(*catalog_, Command(), id, clock_, [&](const Job& j) { seen.push_back(j.state); }, {}));
  EXPECT_EQ(job.state, JobState::kDone);
  EXPECT_EQ(seen.front(), JobState::kQueued);
  EXPECT_EQ(seen.back(), JobState::kDone);
  EXPECT_EQ(job.progress.at("done"), 3);
}

TEST_F(SupervisorTest, StoppingCancelsTheJob) {
  const JobId id = Add("rest");
  const Job job = Must(RunAndFollow(*catalog_, Command(), id, clock_, {}, [&] { return Get(id).alive; }));
  EXPECT_EQ(job.state, JobState::kCancelled);
}

TEST_F(SupervisorTest, AWorkerThatNeverBeginsIsAnError) {
  const JobId id = Add("greet");
  EXPECT_EQ(CodeOf(RunAndFollow(*catalog_, {"/nonexistent/worker", {}}, id, clock_, {}, {})),
            "file-not-found");
  EXPECT_EQ(CodeOf(RunAndFollow(*catalog_, Script("exit 3"), id, clock_, {}, {})), "worker-fails");
  EXPECT_EQ(Get(id).state, JobState::kQueued);
}

// The parent of the worker is a shell that is killed: nothing tells the worker but its parent's absence.
TEST_F(SupervisorTest, AnOrphanedWorkerGivesItsJobBackAndEnds) {
  const JobId id = Add("rest");
  const auto pid = home_.path() / "pid";
  const std::string worker = Command().program.string() + " " + home_.path().string() + " --serve";
  auto shell = Must(WorkerProcess::Start(Script(worker + " & echo $! > " + pid.string() + "; wait"), {}));
  ASSERT_TRUE(Soon([&] { return Get(id).alive; }));
  ::kill(shell.pid(), SIGKILL);
  EXPECT_TRUE(Soon([&] { return Get(id).state == JobState::kQueued; }));
  EXPECT_TRUE(Soon([&] { return ::kill(std::stoi(Must(ReadTextFile(pid))), 0) != 0; }));
}

}  // namespace
}  // namespace easel::workflow
