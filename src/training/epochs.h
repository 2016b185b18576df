#pragma once

#include <filesystem>

#include "base/result.h"

namespace easel::training {

/// How many epochs a run has that a time limit allows `fitting` ones: the number is noted beside the run's
/// checkpoint, and one that goes on from there keeps that with which it began. Errors: as the disk has them.
Result<int> EpochsWithinLimit(const std::filesystem::path& checkpoint, int fitting);

/// Deletes what a run that has ended kept.
void ForgetRun(const std::filesystem::path& checkpoint);

}  // namespace easel::training
