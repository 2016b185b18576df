// The module that training/deferred.cc opens: the modes of training with libtorch.
#include "training/deferred.h"
#include "training/detection/detection.h"
#include "training/engine/device.h"
#include "training/full/full.h"
#include "training/full/team.h"
#include "training/sound/network/own_networks.h"
#include "training/thorough/thorough.h"

extern "C" [[gnu::visibility("default")]] const easel::training::Engine easel_engine{
    .thorough = &easel::training::TrainThorough,
    .full = &easel::training::TrainFull,
    .sound = &easel::training::TrainSound,
    .detection = &easel::training::TrainDetector,
    .member = &easel::training::RunMember,
    .describe = &easel::training::DescribeDevice};
