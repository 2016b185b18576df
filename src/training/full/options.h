#pragma once

#include <vector>

#include "base/options.h"

namespace easel::training {

/// The options of `easel train --mode full`; part of TrainOptions().
std::vector<OptionDeclaration> FullOptions();

}  // namespace easel::training
