#pragma once

#include "training/quick.h"

namespace easel::training {

/// Thorough mode: quick mode's model with more views of every picture, as far as cross-validation likes them,
/// and beside it a network whose last blocks were fine-tuned to the user's classes (see Tune); both together
/// answer when that is better on pictures that neither has learnt from, beyond chance (see Combination).
/// Those pictures, a stratified fifth or what the user marked as validation, are what the report is then
/// about; the fine-tuned network does not learn from them. With a time limit, the views take about half of it
/// and fine-tuning gets the epochs that fit.
Result<TrainedModel> TrainThorough(const dataset::FrozenVersion& version, const OptionValues& options,
                                   const TrainingResources& resources, Progress& progress);

}  // namespace easel::training
