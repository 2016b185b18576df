#pragma once

#include "media/sound.h"

namespace easel::dataset {

/// Below this nothing is to be heard: −60 dB of full scale.
inline constexpr double kQuiet = 0.001;

/// The share of the recording in which no sample reaches kQuiet, in stretches of 10 ms; 0 for no samples.
double QuietShare(const media::Sound& sound);

}  // namespace easel::dataset
