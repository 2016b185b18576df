#include "media/synthesis/field.h"

#include <algorithm>
#include <cmath>

namespace easel::media {
namespace {

/// The value of a lattice's point, [0, 1).
double Lattice(uint64_t seed, int64_t x, int64_t y) {
  return Random(seed ^ static_cast<uint64_t>(x) * 0x9e3779b97f4a7c15 ^
                static_cast<uint64_t>(y) * 0xc2b2ae3d27d4eb4f)
      .Uniform();
}

double Smooth(double t) { return t * t * (3 - 2 * t); }

double Between(double a, double b, double share) { return a + (b - a) * share; }

}  // namespace

Colour RandomColour(Random& random) {
  Colour colour;
  for (double& value : colour) value = 255 * random.Uniform();
  const double grey = (colour[0] + colour[1] + colour[2]) / 3;
  const double saturation = random.Below(3) == 0 ? 0.15 : random.Uniform();
  for (double& value : colour) value = grey + (value - grey) * saturation;
  return colour;
}

Colour Mix(const Colour& a, const Colour& b, double share) {
  Colour out;
  for (size_t c = 0; c < out.size(); ++c) out[c] = Between(a[c], b[c], share);
  return out;
}

Clouds::Clouds(uint64_t seed, double scale, int octaves, double decay)
    : seed_(seed), scale_(scale), octaves_(octaves), decay_(decay) {}

double Clouds::At(double x, double y) const {
  double sum = 0;
  double total = 0;
  double weight = 1;
  double scale = scale_;
  for (int octave = 0; octave < octaves_; ++octave) {
    const double u = x / scale;
    const double v = y / scale;
    const auto left = static_cast<int64_t>(std::floor(u));
    const auto top = static_cast<int64_t>(std::floor(v));
    const double across = Smooth(u - std::floor(u));
    const double down = Smooth(v - std::floor(v));
    const uint64_t seed = seed_ + static_cast<uint64_t>(octave);
    const double above = Between(Lattice(seed, left, top), Lattice(seed, left + 1, top), across);
    const double below = Between(Lattice(seed, left, top + 1), Lattice(seed, left + 1, top + 1), across);
    sum += weight * Between(above, below, down);
    total += weight;
    weight *= decay_;
    scale /= 2;
  }
  return sum / total;
}

Ramp::Ramp(Random& random) {
  const uint64_t count = 2 + random.Below(3);
  for (uint64_t i = 0; i < count; ++i) stops_.push_back(RandomColour(random));
}

Colour Ramp::At(double share) const {
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops_.size() - 1);
  const size_t left = std::min(static_cast<size_t>(place), stops_.size() - 2);
  return Mix(stops_[left], stops_[left + 1], place - static_cast<double>(left));
}

}  // namespace easel::media
