#include "training/engine/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <malloc.h>

#include <limits>

namespace easel::training {

void KeepFreedMemory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_TOP_PAD, 64 << 20);
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

}  // namespace easel::training
