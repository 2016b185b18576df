#include "media/codecs/sandbox.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

namespace easel::media {
namespace {

enum class Outcome { kSucceeded, kRefused, kKilled, kUnknown };

// Runs the attempt in a program of its own, media_sandbox_escape; `mode` is "free" or "locked".
Outcome Attempt(const std::string& mode, const std::string& name) {
  const std::string command = std::string(EASEL_BIN_DIR) + "/media_sandbox_escape " + mode + " " + name;
  const int status = std::system(("exec " + command).c_str());
  if (WIFSIGNALED(status)) return Outcome::kKilled;
  switch (WEXITSTATUS(status)) {
    case 0:
      return Outcome::kSucceeded;
    case 1:
      return Outcome::kRefused;
    default:
      return Outcome::kUnknown;
  }
}

TEST(Sandbox, LetsWorkPass) {
  EXPECT_EQ(Attempt("free", "nothing"), Outcome::kSucceeded);
  EXPECT_EQ(Attempt("locked", "nothing"), Outcome::kSucceeded);
}

class Escape : public testing::TestWithParam<const char*> {};

std::string NameOf(const testing::TestParamInfo<const char*>& attempt) {
  std::string name = attempt.param;
  std::erase(name, '-');
  return name;
}

TEST_P(Escape, WorksFreeAndFailsLocked) {
  const std::string attempt = GetParam();
  const bool sanitized = std::string(EASEL_SANITIZERS) != "";
  if (sanitized && attempt != "open" && attempt != "write-file" && attempt != "execute") {
    GTEST_SKIP() << "seccomp is off under sanitizers";
  }
  EXPECT_EQ(Attempt("free", attempt), Outcome::kSucceeded);
  const Outcome locked = Attempt("locked", attempt);
  EXPECT_TRUE(locked == Outcome::kRefused || locked == Outcome::kKilled) << static_cast<int>(locked);
}

INSTANTIATE_TEST_SUITE_P(Attempts, Escape,
                         testing::Values("open", "write-file", "inherited-descriptor", "socket", "fork",
                                         "execute", "trace", "signal-parent", "map-executable", "allocate"),
                         NameOf);

}  // namespace
}  // namespace easel::media
