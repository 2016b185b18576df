#pragma once

#include <cstddef>
#include <functional>

#include "base/result.h"

namespace easel {

/// The number of processors that this process may use, at least 1.
int ProcessorCount();

/// Calls `body(i, thread)` once for every i in [0, count) on up to `threads` threads (the caller's included), in rising
/// order of i; `thread` is in [0, threads). Returns when all are done; the first exception is rethrown.
void ParallelFor(size_t count, int threads, const std::function<void(size_t i, int thread)>& body);

/// The same for work that may fail: once a call has failed no further one begins, and the first failure is returned.
Status TryInParallel(size_t count, int threads, const std::function<Status(size_t i, int thread)>& body);

}  // namespace easel
