#pragma once

#include <cstdint>
#include <span>

#include "media/augment/augmentation.h"
#include "media/augment/variation.h"
#include "media/image.h"
#include "media/transform/image_transform.h"

namespace easel::media {

/// The view of `image` (of at least 1 × 1 pixels) in a variation: width × height pixels of the transform
/// (exchanged if it follows the orientation). Shown is `variation.part` of what the transform shows, then
/// come the rotation, mirror images, blur, colour, noise and erasing, each in integers and 8 bits between, so
/// that the same variation has the same bits on every machine. A variation that changes nothing gives
/// Fitted(transform, image), bit for bit. Without rotation the part is resampled as the plain view is; with
/// it, bilinearly, after a resampling that shrinks it if it shrinks by much. Thread-safe, like all of this
/// folder.
Image Vary(const Variation& variation, const ImageTransform& transform, const Image& image);

/// The same as the network's input, float32 in H × W × 3 order as ImageTransform has it; `out` has width ×
/// height × 3 values. Without augmentation it equals Apply(transform, image, out) bit for bit. `variation` is
/// a number for Draw.
void Apply(const Augmentation& augmentation, const ImageTransform& transform, const Image& image,
           uint64_t variation, std::span<float> out);

}  // namespace easel::media
