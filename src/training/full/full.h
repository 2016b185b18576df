#pragma once

#include "training/quick.h"

namespace easel::training {

/// Full mode: one network of the zoo learns as a whole, from nothing or on from weights (see FullPlan). The
/// model is the epoch that the choosers like best, by cross entropy, else the last; the report is about the
/// judges, which nobody has looked at before (see Divide).
///
/// The run is kept in `resources.checkpoints` and goes on from there after a crash or a cancellation, until
/// it ends; whether it was interrupted makes no difference to the bytes of the model, nor does the number of
/// threads and processes. With a time limit there are as many epochs as the forecast allows;
/// "time-limit-too-short" (kResources) when that is not even one.
Result<TrainedModel> TrainFull(const dataset::FrozenVersion& version, const OptionValues& options,
                               const TrainingResources& resources, Progress& progress);

}  // namespace easel::training
