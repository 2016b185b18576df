#pragma once

#include <span>

#include "base/json.h"
#include "base/result.h"
#include "media/image.h"
#include "media/transform/resample.h"

namespace easel::media {

/// How the picture's rectangle becomes the network's.
enum class Fit {
  kStretch,    ///< both sides scaled on their own
  kCrop,       ///< scaled to cover, the middle is kept
  kLetterbox,  ///< scaled to fit, padded with mid-grey
};

/// A view of a picture as a network's input: declared, stored in the bundle, and the only preprocessing there
/// is — training, evaluation, server and device run this very code. The result is float32 in H × W × 3 order:
/// (value − mean) / scale per channel, value in [0, 255].
struct ImageTransform {
  int width = 224;
  int height = 224;
  Fit fit = Fit::kStretch;
  bool flip = false;                ///< mirrored left–right
  bool follow_orientation = false;  ///< width × height is for upright pictures; wider ones are shown in
                                    ///< height × width
  float mean = 127.0f;
  float scale = 128.0f;
  int decode_min_side = 320;  ///< the DecodeRequest that this view is defined for; part of the view since
                              ///< scaled JPEG decoding changes pixels

  /// The rectangle for a picture of this size: this transform, with its sides exchanged when it follows the
  /// orientation and the picture is wider than high.
  ImageTransform For(int picture_width, int picture_height) const;

  json::object ToJson() const;
  /// kBadInput for unknown names, sizes outside [1, 4096] or a scale that is not positive.
  static Result<ImageTransform> FromJson(const json::object& object);
  bool operator==(const ImageTransform&) const = default;
};

/// Writes the view of `image` (of at least 1 × 1 pixels) into `out`, which has width × height × 3 values.
/// Antialiased separable triangle filter (bilinear with support scaled by the reduction, as Pillow's
/// BILINEAR), in integers where it can be so that every machine gives the same bits.
void Apply(const ImageTransform& transform, const Image& image, std::span<float> out);

/// The part of a picture that the view is resampled from: all of it, or the middle of Fit::kCrop.
struct Part {
  Interval x;
  Interval y;
};
Part Shown(const ImageTransform& transform, int picture_width, int picture_height);

/// Apply in two steps, for who changes the picture in between: the view in 8 bits, mirrored if it is declared
/// so, and the floats of a picture in 8 bits, (value − mean) / scale.
Image Fitted(const ImageTransform& transform, const Image& image);
void Normalise(const ImageTransform& transform, const Image& fitted, std::span<float> out);

/// The plain resampling step of Apply, 8 bits in and out.
Image Resize(const Image& image, int width, int height);

/// Mirrored left–right, in place.
void Mirror(Image& image);

}  // namespace easel::media
