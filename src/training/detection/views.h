#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/random.h"
#include "dataset/types.h"
#include "media/augment/augmentation.h"
#include "media/augment/variation.h"
#include "training/full/pictures.h"

namespace easel::training {

/// A view teaches its first so many boxes.
inline constexpr size_t kMostBoxes = 400;

/// A box of a view, in shares of its sides.
struct ViewBox {
  float left = 0;
  float top = 0;
  float right = 0;
  float bottom = 0;
  int label = 0;
  bool ignored = false;  ///< difficult, a crowd, or cut so much that little of it is to be seen
};

/// A picture as a detector sees it while it learns.
struct BoxedView {
  media::Image image;  ///< of the transform's size
  std::vector<ViewBox> boxes;
};

/// What is left of boxes in the part of a picture that a variation shows, which has no rotation: a box of
/// which less than 2/5 is to be seen is ignored, one of less than 1/20 left out. `width` and `height` are of
/// the picture that the boxes lie in.
std::vector<ViewBox> BoxesIn(const media::Variation& variation, std::span<const dataset::FrozenBox> boxes,
                             int width, int height);

/// Draws views of pictures: scale, proportions, place, mirror image and colours change, and some views are a
/// mosaic of four pictures, each at half its size (Bochkovskiy et al., YOLOv4, arXiv:2004.10934), or shrunk
/// by up to 0.7 on grey: objects are to be met at their own size as the middle of all. No mosaic has more
/// than kMostBoxes: those beyond would be taught to be no objects. Thread-safe; the pictures outlive it.
class BoxViews {
 public:
  /// `pool`: places of pictures that mosaics may take besides the one asked for; all of them usable.
  BoxViews(const Pictures& pictures, const media::Augmentation& augmentation, double mosaics,
           std::vector<size_t> pool)
      : pictures_(pictures), augmentation_(augmentation), mosaics_(mosaics), pool_(std::move(pool)) {}

  /// The view of picture `place` that the number stands for, the same on every machine; without a number the
  /// picture as it is.
  Result<BoxedView> Draw(size_t place, std::optional<uint64_t> variation) const;

  const Pictures& pictures() const { return pictures_; }

 private:
  Result<BoxedView> DrawOne(size_t place, std::optional<uint64_t> variation,
                            const media::ImageTransform& transform) const;
  Result<BoxedView> DrawShrunk(size_t place, Random& random) const;

  const Pictures& pictures_;
  const media::Augmentation augmentation_;
  const double mosaics_;  ///< share of the views
  const std::vector<size_t> pool_;
};

}  // namespace easel::training
