#pragma once

#include "dataset/boxes/types.h"

namespace easel::dataset {

/// The upright box around `box` turned clockwise by `degrees` about the point (x, y).
Box BoundsOfTurned(const Box& box, double degrees, double x, double y);

}  // namespace easel::dataset
