#pragma once

#include <span>

#include "training/detection/views.h"

namespace easel::training {

/// How the boxes of a view are written into a target (Examples::Fill): six numbers a box, padded with boxes
/// of the label −1: label, 1 for an ignored one, left, top, right, bottom.
inline constexpr int64_t kNumbersPerTarget = 6;

/// Fills `target` with the first boxes that there is room for.
void WriteTargets(std::span<const ViewBox> boxes, std::span<float> target);

/// The boxes that were written.
std::vector<ViewBox> ReadTargets(std::span<const float> target);

}  // namespace easel::training
