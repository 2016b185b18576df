#pragma once

#include "base/file.h"
#include "media/image.h"

namespace easel::media {

/// The picture as a baseline JPEG (4:2:0, libjpeg-turbo); `quality` 1–100. A picture without pixels, or with
/// sides above 65,500, is our bug: std::logic_error.
Bytes EncodeJpeg(const Image& image, int quality);

}  // namespace easel::media
