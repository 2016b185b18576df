#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/options.h"

namespace easel::training {

/// The options of `easel train` for image classification, of POST …/train and of the studio's training form. A plain header: it brings no engine.
std::span<const OptionDeclaration> TrainOptions();

/// The same for projects of object detection.
std::span<const OptionDeclaration> DetectionOptions();
/// And of sound classification.
std::span<const OptionDeclaration> SoundOptions();
/// Those of a project's task.
std::span<const OptionDeclaration> TrainOptionsOf(std::string_view task);

/// The names in the option `other-from`.
std::vector<std::string> OtherProjects(const OptionValues& options);

}  // namespace easel::training
