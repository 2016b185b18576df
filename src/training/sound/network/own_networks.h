#pragma once

#include "training/quick.h"
#include "training/sound/networks.h"

namespace easel::training {

/// Networks that learn in libtorch: MakeSoundNetworks.
Result<std::unique_ptr<SoundNetworks>> MakeOwnNetworks(const Clips& clips, const WindowRows& windows,
                                                       const SoundPlan& plan, int classes,
                                                       const TrainingResources& resources,
                                                       Progress& progress);

/// Thorough mode for sounds: TrainSoundWith such networks (sound/sound.h).
Result<TrainedModel> TrainSound(const dataset::FrozenVersion& version, const OptionValues& options,
                                const TrainingResources& resources, Progress& progress);

}  // namespace easel::training
