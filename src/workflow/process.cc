#include "workflow/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "base/log.h"

namespace easel::workflow {
namespace {

/// Our environment, and who we are. The pointers are good as long as `starter` and the environment.
std::vector<char*> EnvironmentWith(std::string& starter) {
  starter = std::string(kStarter) + "=" + std::to_string(::getpid());
  const std::string_view name = std::string_view(starter).substr(0, std::strlen(kStarter) + 1);
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with(name)) variables.push_back(*variable);
  }
  variables.push_back(starter.data());
  variables.push_back(nullptr);
  return variables;
}

struct SpawnActions {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  SpawnActions() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
  }
  ~SpawnActions() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
};

}  // namespace

Result<WorkerProcess> WorkerProcess::Start(const WorkerCommand& command, std::span<const std::string> more) {
  std::vector<std::string> words = {command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  words.insert(words.end(), more.begin(), more.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  SpawnActions actions;
  ::posix_spawn_file_actions_addopen(&actions.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions.files, STDERR_FILENO, STDOUT_FILENO);
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&actions.attributes, &none);
  ::posix_spawnattr_setsigdefault(&actions.attributes, &all);
  ::posix_spawnattr_setpgroup(&actions.attributes, 0);
  ::posix_spawnattr_setflags(&actions.attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  std::string starter;
  const int error = ::posix_spawn(&pid, argv.front(), &actions.files, &actions.attributes, argv.data(),
                                  EnvironmentWith(starter).data());
  if (error != 0) return FailErrno("start the worker", command.program.string(), error);
  return WorkerProcess(pid);
}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  return *this;
}

bool WorkerProcess::IsRunning() {
  if (pid_ == 0) return false;
  int status = 0;
  pid_t ended = 0;
  do {
    ended = ::waitpid(pid_, &status, WNOHANG);
  } while (ended < 0 && errno == EINTR);
  if (ended == 0) return true;
  if (ended > 0 && WIFSIGNALED(status))
    spdlog::warn("worker {} was killed by signal {}", pid_, WTERMSIG(status));
  if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) != 0) {
    spdlog::warn("worker {} ended with code {}", pid_, WEXITSTATUS(status));
  }
  pid_ = 0;
  return false;
}

void WorkerProcess::EndAll(std::span<WorkerProcess> workers) {
  constexpr auto kPoll = std::chrono::milliseconds(5);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kGraceMillis);
  for (const WorkerProcess& worker : workers) {
    if (worker.pid_ != 0) ::kill(worker.pid_, SIGTERM);
  }
  for (WorkerProcess& worker : workers) {
    while (worker.IsRunning() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(kPoll);
    if (worker.pid_ == 0) continue;
    ::kill(worker.pid_, SIGKILL);
    ::waitpid(worker.pid_, nullptr, 0);
    worker.pid_ = 0;
  }
}

}  // namespace easel::workflow
