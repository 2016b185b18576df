#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/options.h"

namespace easel::training {

/// The options of `easel train`, of POST …/train and of the studio's training form. A plain header: it brings no engine.
std::span<const OptionDeclaration> TrainOptions();

/// The names in the option `other-from`.
std::vector<std::string> OtherProjects(const OptionValues& options);

}  // namespace easel::training
