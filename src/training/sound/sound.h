#pragma once

#include "training/quick.h"
#include "training/sound/networks.h"

namespace easel::training {

/// Quick mode for sounds: pretrained networks and statistics of the spectrogram listen to every window once
/// in the shipping runtime, their features are cached, and a linear head is fitted on those of them that do
/// best.
///
/// What is learnt from and judged are clips (sound/clips.h), each by the mean of its windows. Evaluation:
/// clips that the user marked as validation or test are held out; otherwise, from kHeldOutItems on, a fold
/// is; with fewer, every clip is judged by a bundle that never saw its fold, for which nothing was chosen by
/// it either, and the shipped one learns from all. Folds are cut between groups (dataset/group_folds.h), so
/// that the report tells how the model does on speakers and machines that it never met; where that is not so,
/// it says so. What is judged is the bundle's graph in the shipping runtime, resumed at the cached features.
///
/// `options` are those of SoundOptions(). Without a time limit the result depends on data, seed and engine
/// only.
Result<TrainedModel> TrainSoundQuick(const dataset::FrozenVersion& version, const OptionValues& options,
                                     const TrainingResources& resources, Progress& progress);

/// The same, and beside the head a network of one's own from `make`, where both together, or it alone, are
/// better beyond chance on what neither learnt from. One is trained without each fold, and one to ship, which
/// learns from all. The run is kept in `resources.checkpoints`, as in full mode. With a time limit there are
/// as many epochs as the forecast allows; none, and the report says so, where that is too few.
Result<TrainedModel> TrainSoundWith(MakeSoundNetworks make, const dataset::FrozenVersion& version,
                                    const OptionValues& options, const TrainingResources& resources,
                                    Progress& progress);

}  // namespace easel::training
