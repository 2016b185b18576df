#include "training/engine/threads.h"

#include <ATen/Parallel.h>

// Of OpenBLAS, where libtorch multiplies matrices with it: its own threads know nothing of OpenMP's setting.
extern "C" void openblas_set_num_threads(int threads) __attribute__((weak));

namespace easel::training {

void UseOneKernelThread() {
  thread_local const bool done = [] {
    at::set_num_threads(1);
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
    return true;
  }();
  (void)done;
}

}  // namespace easel::training
