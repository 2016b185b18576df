#include "base/clock.h"

#include <time.h>

#include <fstream>

namespace easel {
namespace {

int64_t Millis(clockid_t id) {
  timespec now{};
  clock_gettime(id, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

}  // namespace

int64_t SystemClock::WallMillis() const { return Millis(CLOCK_REALTIME); }
int64_t SystemClock::SteadyMillis() const { return Millis(CLOCK_BOOTTIME); }

std::string BootId() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

}  // namespace easel
