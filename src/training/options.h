#pragma once

#include <span>

#include "base/options.h"

namespace easel::training {

/// The options of `easel train`, of POST …/train and of the studio's training form. A plain header: it brings no engine.
std::span<const OptionDeclaration> TrainOptions();

}  // namespace easel::training
