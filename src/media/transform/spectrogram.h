#pragma once

#include "media/image.h"
#include "media/sound.h"

namespace easel::media {

/// What SpectrogramPicture shows of sounds of a rate: its rows lie at equal steps of mel (kHtk) between
/// these.
struct SpectrogramRange {
  double low_hz;
  double high_hz;
};
SpectrogramRange SpectrogramRangeOf(int rate);

/// A picture for people of the stretch of `seconds` > 0 that begins at `begin` seconds of the sound: time to
/// the right, low frequencies at the bottom, the energy in decibels as a colour from black to pale yellow (S.
/// van der Walt's and N. Smith's "magma": equal steps look equal, in grey as well). Column x is the loudest
/// of up to 16 frames of it; what lies before and behind the sound is silent. `peak`, the largest |x| of the
/// whole recording, sets the brightness, so that the pictures of its parts fit together. `width` and `height`
/// are at least 1. The same bits on every machine.
Image SpectrogramPicture(const Sound& sound, double begin, double seconds, int width, int height,
                         double peak = 1);

}  // namespace easel::media
