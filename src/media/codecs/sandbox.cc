#include "media/codecs/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <memory>

#include "base/file.h"

namespace easel::media {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

bool Limit(__rlimit_resource resource, rlim_t value) {
  const rlimit limit{value, value};
  return setrlimit(resource, &limit) == 0;
}

bool SetLimits(const SandboxLimits& limits) {
  const bool memory = kSanitized || Limit(RLIMIT_AS, limits.max_memory);
  return memory && Limit(RLIMIT_CPU, limits.max_cpu_seconds) && Limit(RLIMIT_FSIZE, 0) &&
         Limit(RLIMIT_NOFILE, 3) && Limit(RLIMIT_NPROC, 0) && Limit(RLIMIT_CORE, 0);
}

// The rights that the running kernel knows; a header of another age would ask for too few or for unknown
// ones.
struct LandlockRights {
  uint64_t files = 0;
  uint64_t network = 0;
  uint64_t scopes = 0;
};

LandlockRights RightsOfAbi(long abi) {
  LandlockRights rights{.files = (uint64_t{1} << 13) - 1};
  if (abi >= 2) rights.files |= uint64_t{1} << 13;  // moving between folders
  if (abi >= 3) rights.files |= uint64_t{1} << 14;  // truncating
  if (abi >= 4) rights.network = 3;                 // binding and connecting TCP
  if (abi >= 5) rights.files |= uint64_t{1} << 15;  // ioctl on devices
  if (abi >= 6) rights.scopes = 3;                  // abstract sockets and signals to the outside
  return rights;
}

size_t AttributeBytes(long abi) {
  if (abi < 4) return offsetof(LandlockRights, network);
  return abi < 6 ? offsetof(LandlockRights, scopes) : sizeof(LandlockRights);
}

bool EnterLandlock() {
  const long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return false;
  const LandlockRights rights = RightsOfAbi(abi);
  const FileDescriptor rules(
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &rights, AttributeBytes(abi), 0)));
  return rules.valid() && syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

bool EnterSeccomp() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_KILL_PROCESS),
                                                                 seccomp_release);
  if (!filter) return false;
  seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  const auto allow = [&](int call, auto... conditions) {
    return seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, sizeof...(conditions), conditions...) == 0;
  };
  const scmp_arg_cmp on_socket{.arg = 0, .op = SCMP_CMP_EQ, .datum_a = 0};
  const scmp_arg_cmp on_errors{.arg = 0, .op = SCMP_CMP_EQ, .datum_a = 2};
  const scmp_arg_cmp not_executable{.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
  // sysinfo: the C library's qsort asks how much memory there is; libvorbis sorts. gettimeofday: libsndfile,
  // where the kernel does not show its clock to processes.
  for (const int call :
       {SCMP_SYS(sysinfo), SCMP_SYS(gettimeofday), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
        SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
        SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom)}) {
    if (!allow(call)) return false;
  }
  // libmpg123 remarks on damaged frames there; that is no reason to lose the recording.
  if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EBADF), SCMP_SYS(write), 1, on_errors) != 0) return false;
  return allow(SCMP_SYS(read), on_socket) && allow(SCMP_SYS(write), on_socket) &&
         allow(SCMP_SYS(mmap), not_executable) && allow(SCMP_SYS(mprotect), not_executable) &&
         seccomp_load(filter.get()) == 0;
}

}  // namespace

Result<SandboxReport> EnterSandbox(const SandboxLimits& limits) {
  SandboxReport report;
  const bool closed = syscall(SYS_close_range, 3U, ~0U, 0U) == 0 || errno == ENOSYS;
  const bool no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  // Landlock needs a descriptor of its own, so it comes before the limits.
  report.landlock = EnterLandlock();
  report.limits = closed && no_new_privileges && SetLimits(limits);
  if (!report.limits) {
    return Fail(ErrorKind::kInternal, "sandbox-failed",
                {"The program that reads pictures could not be locked in.", "无法隔离图片读取程序。"},
                {"Run `easel doctor` and report its output.", "请运行 `easel doctor` 并反馈其输出。"});
  }
  report.seccomp = !kSanitized && EnterSeccomp();
  return report;
}

}  // namespace easel::media
