#include "media/augment/variation.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace easel::media {
namespace {

constexpr double kSmallestErasedArea = 0.02;    // as in the paper
constexpr double kErasedStretch = 1 / 0.3 - 1;  // aspects from 0.3 to 1 / 0.3

double Between(Random& random, double low, double high) { return low + random.Uniform() * (high - low); }
double Around(Random& random, double middle, double strength) {
  return Between(random, middle - strength, middle + strength);
}

double Aspect(Random& random, double stretch) {
  const double aspect = Between(random, 1, 1 + stretch);
  return random.Uniform() < 0.5 ? 1 / aspect : aspect;
}

Share Placed(Random& random, double width, double height) {
  return {.left = Between(random, 0, 1 - width),
          .top = Between(random, 0, 1 - height),
          .width = width,
          .height = height};
}

// The proportions are kept, if need be at the expense of the area.
Share Cropped(Random& random, double area, double aspect) {
  const double width = std::sqrt(area * aspect);
  const double height = std::sqrt(area / aspect);
  const double shrink = std::max({1.0, width, height});
  return Placed(random, width / shrink, height / shrink);
}

// The area is kept, if need be at the expense of the proportions.
Share Rectangle(Random& random, double area, double aspect) {
  const double width = std::clamp(std::sqrt(area * aspect), area, 1.0);
  return Placed(random, width, std::min(1.0, area / width));
}

}  // namespace

// Changing the order of what is drawn changes all trainings: new strengths draw at the end.
Variation Draw(const Augmentation& augmentation, uint64_t variation) {
  Random random(variation);
  Variation out;
  out.seed = random.Next();
  const double kept = Between(random, 1 - augmentation.crop, 1);
  out.part = Cropped(random, kept, Aspect(random, augmentation.stretch));
  out.flip = random.Uniform() < augmentation.flip;
  out.flip_vertical = random.Uniform() < augmentation.flip_vertical;
  out.rotation = Around(random, 0, augmentation.rotation);
  out.brightness = Around(random, 1, augmentation.brightness);
  out.contrast = Around(random, 1, augmentation.contrast);
  out.saturation = Around(random, 1, augmentation.saturation);
  out.hue = Around(random, 0, augmentation.hue);
  out.blur = Between(random, 0, augmentation.blur);
  out.noise = Between(random, 0, augmentation.noise);
  const bool erase = random.Uniform() < augmentation.erasing;
  const double area = Between(random, kSmallestErasedArea, augmentation.erasing_area);
  const Share erased = Rectangle(random, area, Aspect(random, kErasedStretch));
  if (erase) out.erased = erased;
  return out;
}

}  // namespace easel::media
