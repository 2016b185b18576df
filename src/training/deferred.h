#pragma once

#include "training/detection/detection.h"
#include "training/quick.h"

namespace easel::training {

/// What another process of a full training runs: `task` is what TrainingResources::start_member was given,
/// `version` the one with the task's manifest.
using MemberFunction = Status (*)(const dataset::FrozenVersion& version, const json::object& task,
                                  const TrainingResources& resources);

/// TrainDetector (detection/detection.h).
using DetectorFunction = Result<TrainedDetector> (*)(const dataset::FrozenVersion& version,
                                                     const OptionValues& options,
                                                     const TrainingResources& resources, Progress& progress);

/// What needs libtorch.
struct Engine {
  TrainFunction thorough = nullptr;
  TrainFunction full = nullptr;
  TrainFunction sound = nullptr;  ///< TrainSound (sound/network/own_networks.h)
  DetectorFunction detection = nullptr;
  MemberFunction member = nullptr;
  std::string (*describe)() = nullptr;  ///< DescribeDevice of engine/device.h
};

/// Out of the module easel-engine.so beside the running program, which is opened when first asked for, since
/// loading libtorch takes half a second that every other job would pay as well. kInternal "engine-missing"
/// when it is not there.
Result<const Engine*> LoadEngine();

}  // namespace easel::training
