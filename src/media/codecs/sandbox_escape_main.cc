// Tries to break out, for sandbox_test: `media_sandbox_escape free|locked ATTEMPT`. Exit code 0: the attempt
// succeeded, 1: it was refused, 2: no such attempt; or the kernel ends the process. `free` attempts it
// without the sandbox.
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

#include "media/codecs/sandbox.h"

namespace {

bool Fork() {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  return child > 0 && waitpid(child, nullptr, 0) == child;
}

bool Execute() {
  char name[] = "/bin/true";
  char* arguments[] = {name, nullptr};
  execv(name, arguments);
  return false;  // unreachable when it succeeds: /bin/true then exits with 0
}

bool WriteFile() {
  char name[] = "/tmp/media-sandbox-XXXXXX";
  const int file = mkstemp(name);
  if (file < 0) return false;
  unlink(name);
  return write(file, "x", 1) == 1;
}

bool TraceChild() { return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }

bool MapExecutable() {
  return mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
         MAP_FAILED;
}

bool ReserveTwoGigabytes() {
  return mmap(nullptr, size_t{2} << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) !=
         MAP_FAILED;
}

const std::map<std::string, bool (*)()> kAttempts = {
    {"nothing", [] { return !std::vector<char>(size_t{64} << 20, 'x').empty(); }},
    {"open", [] { return open("/etc/passwd", O_RDONLY) >= 0; }},
    {"write-file", WriteFile},
    {"inherited-descriptor", [] { return write(9, "x", 1) == 1; }},
    {"socket", [] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
    {"fork", Fork},
    {"execute", Execute},
    {"trace", TraceChild},
    {"signal-parent", [] { return kill(getppid(), 0) == 0; }},
    {"map-executable", MapExecutable},
    {"allocate", ReserveTwoGigabytes},
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3 || !kAttempts.contains(arguments[2])) return 2;
  const auto attempt = kAttempts.at(arguments[2]);
  if (dup2(STDOUT_FILENO, 9) != 9) return 2;
  if (std::string(arguments[1]) == "locked" && !easel::media::EnterSandbox({})) return 2;
  _exit(attempt() ? 0 : 1);  // LeakSanitizer cannot look around at a normal exit
}
