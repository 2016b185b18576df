#pragma once

#include <cstdint>

#include "media/augment/augmentation.h"
#include "media/image.h"
#include "media/transform/image_transform.h"

namespace easel::media {

inline constexpr int kSheetGap = 4;  ///< white pixels between the views of a contact sheet

/// A picture of `count` ≥ 1 views of `image` in rows of `columns` ≥ 1, kSheetGap apart: the first is
/// the plain view, the others are its variations seed + 1, seed + 2, … Mixup and cutmix are not shown, since
/// they need a second picture. Sides of more than 65,500 pixels, which no JPEG can have, are the caller's to
/// avoid.
Image ContactSheet(const Augmentation& augmentation, const ImageTransform& transform, const Image& image,
                   int columns, int count, uint64_t seed);

}  // namespace easel::media
