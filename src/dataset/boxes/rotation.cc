#include "dataset/boxes/rotation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace easel::dataset {

Box BoundsOfTurned(const Box& box, double degrees, double x, double y) {
  if (degrees == 0) return box;
  const double sine = std::sin(degrees * std::numbers::pi / 180);
  const double cosine = std::cos(degrees * std::numbers::pi / 180);
  std::array<double, 4> xs;
  std::array<double, 4> ys;
  for (size_t corner = 0; corner < 4; ++corner) {
    const double dx = (corner % 2 == 0 ? box.left : box.right()) - x;
    const double dy = (corner < 2 ? box.top : box.bottom()) - y;
    xs[corner] = x + dx * cosine - dy * sine;
    ys[corner] = y + dx * sine + dy * cosine;
  }
  const auto [left, right] = std::ranges::minmax(xs);
  const auto [top, bottom] = std::ranges::minmax(ys);
  return {left, top, right - left, bottom - top};
}

}  // namespace easel::dataset
