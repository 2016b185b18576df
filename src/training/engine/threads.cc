#include "training/engine/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <malloc.h>
#include <sys/mman.h>

#include <limits>
#include <mutex>
#include <vector>

namespace easel::training {

void KeepFreedMemory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_TOP_PAD, 64 << 20);
  // Threads come and go with every step, and a heap for each of them has holes of its own.
  mallopt(M_ARENA_MAX, 1);
}

void UseOneKernelThread() {
  thread_local const bool done = [] {
    at::set_num_threads(1);
    // OpenBLAS, where libtorch multiplies matrices with it, has threads of its own, which know nothing of
    // that setting.
    using SetThreads = void (*)(int);
    if (const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
      set(1);
    return true;
  }();
  (void)done;
}

bool ReserveKernelMemory(int threads) {
  using Take = void* (*)(int);
  using GiveBack = void (*)(void*);
  const auto take = reinterpret_cast<Take>(dlsym(RTLD_DEFAULT, "blas_memory_alloc"));
  const auto give_back = reinterpret_cast<GiveBack>(dlsym(RTLD_DEFAULT, "blas_memory_free"));
  if (take == nullptr || give_back == nullptr) return true;
  static std::mutex mutex;
  static int reserved = 0;
  const std::lock_guard lock(mutex);
  if (threads <= reserved) return true;
  const size_t size = static_cast<size_t>(threads - reserved) * (size_t{132} << 20);
  void* const room = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return false;
  munmap(room, size);
  std::vector<void*> buffers(static_cast<size_t>(threads));
  for (void*& buffer : buffers) buffer = take(0);
  for (void* const buffer : buffers) give_back(buffer);
  reserved = threads;
  return true;
}

}  // namespace easel::training
