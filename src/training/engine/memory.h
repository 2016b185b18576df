#pragma once

#include <exception>

#include "base/result.h"

namespace easel::training {

/// Whether libtorch, or the standard library, threw this because it got no memory, of the machine or of the
/// GPU.
bool IsOutOfMemory(const std::exception& error);

/// kResources "out-of-memory": not even one item at a time can be trained.
std::unexpected<Error> OutOfMemory();

}  // namespace easel::training
