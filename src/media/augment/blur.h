#pragma once

#include "media/image.h"

namespace easel::media {

/// Gaussian blur of σ pixels, up to 8, out to 2.5 σ: first all columns, then all rows, weights in 1/256 and 8
/// bits between. The border pixels go on beyond the borders. Below about 0.28 it changes nothing.
void Blur(Image& image, double sigma);

}  // namespace easel::media
