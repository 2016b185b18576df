#pragma once

#include "training/quick.h"

namespace easel::training {

/// Thorough mode, out of the module easel-thorough.so beside the running program. It is opened when first
/// asked for, since loading libtorch takes half a second that every other job would pay as well. kInternal
/// "engine-missing" when it is not there.
Result<TrainFunction> LoadThorough();

}  // namespace easel::training
