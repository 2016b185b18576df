#pragma once

#include "training/engine/fit.h"
#include "training/full/task.h"

namespace easel::training {

/// Trains with `processes` processes: this one, and others that resources.start_member starts. When one of
/// them is lost, all begin again from the checkpoint, kAttempts times in all. Otherwise as Fit.
Result<FitResult> FitTogether(const FullTask& task, const Hash& manifest, int processes,
                              const FitOptions& options, const TrainingResources& resources,
                              Progress& progress);

/// What the other processes run: `task` is what start_member was given.
Status RunMember(const dataset::FrozenVersion& version, const json::object& task,
                 const TrainingResources& resources);

}  // namespace easel::training
