#include "base/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace easel {

int ProcessorCount() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

void ParallelFor(size_t count, int threads, const std::function<void(size_t, int)>& body) {
  std::atomic<size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto run = [&](int thread) {
    try {
      for (size_t i = next++; i < count; i = next++) body(i, thread);
    } catch (...) {
      const std::lock_guard lock(failure_mutex);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  const int helpers = static_cast<int>(std::min<size_t>(count, static_cast<size_t>(std::max(1, threads)))) - 1;
  {
    std::vector<std::jthread> pool;
    for (int t = 1; t <= helpers; ++t) pool.emplace_back(run, t);
    run(0);
  }
  if (failure) std::rethrow_exception(failure);
}

Status TryInParallel(size_t count, int threads, const std::function<Status(size_t, int)>& body) {
  std::atomic<bool> has_failed{false};
  std::mutex mutex;
  Status first;
  ParallelFor(count, threads, [&](size_t i, int thread) {
    if (has_failed) return;
    Status status = body(i, thread);
    if (status) return;
    const std::lock_guard lock(mutex);
    if (!has_failed.exchange(true)) first = std::move(status);
  });
  return first;
}

}  // namespace easel
