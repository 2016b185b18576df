// The module that training/deferred.cc opens: thorough mode with libtorch.
#include "training/thorough/thorough.h"

extern "C" [[gnu::visibility("default")]] const easel::training::TrainFunction easel_train_thorough =
    &easel::training::TrainThorough;
