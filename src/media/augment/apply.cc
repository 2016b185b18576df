#include "media/augment/apply.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <utility>

#include "media/augment/affine.h"
#include "media/augment/blur.h"
#include "media/augment/colour.h"
#include "media/augment/elementary.h"
#include "media/augment/noise.h"

namespace easel::media {
namespace {

// What the variation shows of a picture, in its pixels; `whole` is what the transform shows.
Part PartOf(const Share& share, const Part& whole) {
  const double width = whole.x.end - whole.x.begin;
  const double height = whole.y.end - whole.y.begin;
  const double left = whole.x.begin + share.left * width;
  const double top = whole.y.begin + share.top * height;
  return {{left, std::min(left + share.width * width, whole.x.end)},
          {top, std::min(top + share.height * height, whole.y.end)}};
}

// The pixels of an axis that lie within `reach` of `middle`, and one more.
Interval Around(double middle, double reach, int size) {
  return {std::clamp(std::floor(middle - reach) - 1, 0.0, size - 1.0),
          std::clamp(std::ceil(middle + reach) + 1, 1.0, static_cast<double>(size))};
}

// Rotates `image` around the middle of `part`, and shows that part.
Image Rotated(const Image& image, const Part& part, double degrees, int width, int height) {
  constexpr double kMuch = 1.25;  // below, antialiasing is not worth its time
  const auto [cosine, sine] = DirectionOf(degrees);
  const double across = (part.x.end - part.x.begin) / width;
  const double down = (part.y.end - part.y.begin) / height;
  const double middle_x = (part.x.begin + part.x.end) / 2;
  const double middle_y = (part.y.begin + part.y.end) / 2;
  Affine from{
      .x_right = cosine * across, .x_down = sine * down, .y_right = -sine * across, .y_down = cosine * down};
  from.x = middle_x - 0.5 - from.x_right * (width - 1) / 2 - from.x_down * (height - 1) / 2;
  from.y = middle_y - 0.5 - from.y_right * (width - 1) / 2 - from.y_down * (height - 1) / 2;

  const double step_x = std::max(std::abs(from.x_right), std::abs(from.x_down));
  const double step_y = std::max(std::abs(from.y_right), std::abs(from.y_down));
  if (step_x <= kMuch && step_y <= kMuch) return Interpolate(image, from, width, height);
  const Interval x =
      Around(middle_x, (std::abs(from.x_right) * width + std::abs(from.x_down) * height) / 2, image.width);
  const Interval y =
      Around(middle_y, (std::abs(from.y_right) * width + std::abs(from.y_down) * height) / 2, image.height);
  const int small_width = static_cast<int>(std::ceil((x.end - x.begin) / std::max(1.0, step_x)));
  const int small_height = static_cast<int>(std::ceil((y.end - y.begin) / std::max(1.0, step_y)));
  const double scale_x = small_width / (x.end - x.begin);
  const double scale_y = small_height / (y.end - y.begin);
  return Interpolate(Resample(image, x, y, small_width, small_height),
                     {.x = (from.x + 0.5 - x.begin) * scale_x - 0.5,
                      .x_right = from.x_right * scale_x,
                      .x_down = from.x_down * scale_x,
                      .y = (from.y + 0.5 - y.begin) * scale_y - 0.5,
                      .y_right = from.y_right * scale_y,
                      .y_down = from.y_down * scale_y},
                     width, height);
}

// The letterbox of the picture at its own size, or twice the view's if that is less: what lies around the
// picture is a part of the view that can be cropped and rotated.
Image Boxed(const ImageTransform& view, const Image& image) {
  const double own = std::max(image.width / static_cast<double>(view.width),
                              image.height / static_cast<double>(view.height));
  const double size = std::min(own, 2.0);
  ImageTransform large = view;
  large.width = std::max(1, static_cast<int>(view.width * size + 0.5));
  large.height = std::max(1, static_cast<int>(view.height * size + 0.5));
  return Fitted(large, image);
}

// Position, size and angle; `view` neither mirrors nor follows the orientation.
Image Placed(const Variation& variation, const ImageTransform& view, const Image& image) {
  if (variation.part == Share{} && variation.rotation == 0) return Fitted(view, image);
  if (view.fit == Fit::kLetterbox) {
    ImageTransform stretched = view;
    stretched.fit = Fit::kStretch;
    return Placed(variation, stretched, Boxed(view, image));
  }
  const Part part = PartOf(variation.part, Shown(view, image.width, image.height));
  if (variation.rotation != 0) return Rotated(image, part, variation.rotation, view.width, view.height);
  return Resample(image, part.x, part.y, view.width, view.height);
}

void MirrorRows(Image& image) {
  const size_t stride = static_cast<size_t>(image.width) * 3;
  for (auto upper = image.rgb.begin(), lower = image.rgb.end() - stride; upper < lower;
       upper += stride, lower -= stride)
    std::swap_ranges(upper, upper + stride, lower);
}

}  // namespace

Image Vary(const Variation& variation, const ImageTransform& transform, const Image& image) {
  ImageTransform view = transform.For(image.width, image.height);
  const bool flip = variation.flip != std::exchange(view.flip, false);
  view.follow_orientation = false;
  Image out = Placed(variation, view, image);
  if (flip) Mirror(out);
  if (variation.flip_vertical) MirrorRows(out);
  Blur(out, variation.blur);
  const ColourMatrix colour = ColourOf(variation);
  if (!IsIdentity(colour)) Recolour(colour, out);
  AddNoise(out, variation.noise, variation.seed);
  Erase(out, variation.erased, ~variation.seed);
  return out;
}

void Apply(const Augmentation& augmentation, const ImageTransform& transform, const Image& image,
           uint64_t variation, std::span<float> out) {
  Normalise(transform, Vary(Draw(augmentation, variation), transform, image), out);
}

}  // namespace easel::media
