#include "media/synthesis/synthesis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "media/augment/elementary.h"
#include "media/synthesis/field.h"

namespace easel::media {
namespace {

void Put(Image& image, int x, int y, const Colour& colour) {
  uint8_t* pixel = &image.rgb[(static_cast<size_t>(y) * image.width + x) * 3];
  for (size_t c = 0; c < 3; ++c) pixel[c] = static_cast<uint8_t>(std::clamp(colour[c] + 0.5, 0.0, 255.0));
}

Image Blank(int width, int height) {
  return {width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3)};
}

/// A picture of `colour_at(x, y)`.
template <typename Function>
Image Paint(int width, int height, const Function& colour_at) {
  Image image = Blank(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x)
      Put(image, x, y, colour_at(static_cast<double>(x), static_cast<double>(y)));
  }
  return image;
}

double Between(Random& random, double low, double high) { return low + (high - low) * random.Uniform(); }

Direction RandomDirection(Random& random) { return DirectionOf(Between(random, 0, 360)); }

/// Clouds of any roughness; `side` is the picture's.
Clouds RandomClouds(Random& random, double side) {
  const double scale = side / static_cast<double>(1ULL << (1 + random.Below(5)));
  const int octaves = 1 + static_cast<int>(random.Below(6));
  return {random.Next(), std::max(1.0, scale), octaves, Between(random, 0.35, 0.9)};
}

Image Noise(Random& random, int width, int height) {
  const double side = std::min(width, height);
  const Ramp ramp(random);
  const Clouds main = RandomClouds(random, side);
  const Clouds tint = RandomClouds(random, side);
  const double strength = Between(random, 0, 0.6);
  const Colour other = RandomColour(random);
  return Paint(width, height, [&](double x, double y) {
    // Sums of octaves gather around the middle: spread them over the ramp.
    return Mix(ramp.At(2 * main.At(x, y) - 0.5), other, strength * tint.At(x, y));
  });
}

Image Gradient(Random& random, int width, int height) {
  const Ramp ramp(random);
  const Direction direction = RandomDirection(random);
  const bool radial = random.Below(2) == 0;
  const double x0 = Between(random, 0, width);
  const double y0 = Between(random, 0, height);
  const double reach = Between(random, 0.4, 1.5) * std::max(width, height);
  const Clouds clouds = RandomClouds(random, std::min(width, height));
  const double waves = Between(random, 0, 0.3);
  return Paint(width, height, [&](double x, double y) {
    const double dx = (x - x0) / reach;
    const double dy = (y - y0) / reach;
    const double place =
        radial ? std::sqrt(dx * dx + dy * dy) : 0.5 + dx * direction.cosine + dy * direction.sine;
    return ramp.At(place + waves * (clouds.At(x, y) - 0.5));
  });
}

Image Stripes(Random& random, int width, int height) {
  const Colour first = RandomColour(random);
  const Colour second = RandomColour(random);
  const Direction direction = RandomDirection(random);
  const double period = std::max(2.0, std::min(width, height) / Between(random, 2, 40));
  const double share = Between(random, 0.2, 0.8);
  const bool checks = random.Below(2) == 0;
  const Clouds clouds = RandomClouds(random, std::min(width, height));
  const double bend = random.Below(2) == 0 ? 0 : Between(random, 0, 3);
  const double shade = Between(random, 0, 0.5);
  const auto is_on = [&](double along) {
    const double place = along / period;
    return place - std::floor(place) < share;
  };
  return Paint(width, height, [&](double x, double y) {
    const double cloud = clouds.At(x, y);
    const double across = x * direction.cosine + y * direction.sine + bend * period * cloud;
    const double down = y * direction.cosine - x * direction.sine;
    const bool on = checks ? is_on(across) != is_on(down) : is_on(across);
    return Mix(on ? first : second, on ? second : first, shade * cloud);
  });
}

/// What lies behind shapes and strokes.
Image Background(Random& random, int width, int height) {
  switch (random.Below(3)) {
    case 0: {
      const Colour colour = RandomColour(random);
      return Paint(width, height, [&](double, double) { return colour; });
    }
    case 1:
      return Gradient(random, width, height);
    default:
      return Noise(random, width, height);
  }
}

/// A disc, ellipse, rectangle or triangle with borders that are straight in its own, turned coordinates.
void DrawShape(Random& random, Image& image) {
  const double side = std::min(image.width, image.height);
  const double x0 = Between(random, 0, image.width);
  const double y0 = Between(random, 0, image.height);
  const double length = side * Between(random, 0.04, 0.45);
  const double breadth = length * Between(random, 0.25, 1);
  const Direction direction = RandomDirection(random);
  const uint64_t kind = random.Below(3);
  const Ramp ramp(random);
  const auto first = [](double middle, double reach) {
    return std::max(0, static_cast<int>(middle - reach));
  };
  const auto last = [](double middle, double reach, int size) {
    return std::min(size - 1, static_cast<int>(middle + reach));
  };
  const double reach = 1.5 * length;
  for (int y = first(y0, reach); y <= last(y0, reach, image.height); ++y) {
    for (int x = first(x0, reach); x <= last(x0, reach, image.width); ++x) {
      const double u = ((x - x0) * direction.cosine + (y - y0) * direction.sine) / length;
      const double v = ((y - y0) * direction.cosine - (x - x0) * direction.sine) / breadth;
      const bool inside = kind == 0   ? u * u + v * v < 1
                          : kind == 1 ? std::abs(u) < 1 && std::abs(v) < 1
                                      : v > -1 && v < 1 && std::abs(u) < (1 - v) / 2;
      if (inside) Put(image, x, y, ramp.At((u + 1) / 2));
    }
  }
}

Image Shapes(Random& random, int width, int height) {
  Image image = Background(random, width, height);
  const uint64_t count = 1 + random.Below(25);
  for (uint64_t i = 0; i < count; ++i) DrawShape(random, image);
  return image;
}

Image Cells(Random& random, int width, int height) {
  struct Cell {
    double x;
    double y;
    Colour colour;
  };
  std::vector<Cell> cells;
  const Ramp ramp(random);
  const uint64_t count = 4 + random.Below(60);
  for (uint64_t i = 0; i < count; ++i) {
    cells.push_back({Between(random, 0, width), Between(random, 0, height), ramp.At(random.Uniform())});
  }
  const Colour seam = RandomColour(random);
  const double seam_width = random.Below(2) == 0 ? 0 : Between(random, 1, 6);
  const Clouds clouds = RandomClouds(random, std::min(width, height));
  const double bend = Between(random, 0, 0.2) * std::min(width, height);
  return Paint(width, height, [&](double x, double y) {
    const double shift = bend * clouds.At(x, y);
    double nearest = std::numeric_limits<double>::infinity();
    double second = nearest;
    const Cell* owner = nullptr;
    for (const Cell& cell : cells) {
      const double dx = x + shift - cell.x;
      const double dy = y - shift - cell.y;
      const double distance = std::sqrt(dx * dx + dy * dy);
      if (distance < nearest) {
        second = std::exchange(nearest, distance);
        owner = &cell;
      } else {
        second = std::min(second, distance);
      }
    }
    return second - nearest < seam_width ? seam : owner->colour;
  });
}

Image Strokes(Random& random, int width, int height) {
  Image image = Background(random, width, height);
  const Ramp ramp(random);
  const uint64_t count = 3 + random.Below(40);
  const double most = std::min(width, height) / 20.0;
  for (uint64_t i = 0; i < count; ++i) {
    const Colour colour = ramp.At(random.Uniform());
    const int radius = static_cast<int>(Between(random, 0, std::max(1.0, most)));
    double x = Between(random, 0, width);
    double y = Between(random, 0, height);
    double angle = Between(random, 0, 360);
    const double turn = Between(random, -8, 8);
    const uint64_t steps = 5 + random.Below(static_cast<uint64_t>(width + height));
    for (uint64_t step = 0; step < steps; ++step) {
      const Direction direction = DirectionOf(angle);
      x += direction.cosine;
      y += direction.sine;
      angle += turn + Between(random, -6, 6);
      if (angle > 360) angle -= 360;
      if (angle < -360) angle += 360;
      for (int dy = -radius; dy <= radius; ++dy) {
        for (int dx = -radius; dx <= radius; ++dx) {
          const int px = static_cast<int>(std::floor(x)) + dx;
          const int py = static_cast<int>(std::floor(y)) + dy;
          if (px >= 0 && px < width && py >= 0 && py < height) Put(image, px, py, colour);
        }
      }
    }
  }
  return image;
}

Image Mosaic(Random& random, int width, int height) {
  std::array<Image, 4> sources;
  for (Image& source : sources) {
    const auto motif = static_cast<Motif>(random.Below(kMotifs - 1));  // no mosaics of mosaics
    source = Synthesise(motif, random.Next(), width, height);
  }
  const int tile = std::max(1, static_cast<int>(std::min(width, height) / Between(random, 2, 12)));
  Image image = Blank(width, height);
  for (int top = 0; top < height; top += tile) {
    for (int left = 0; left < width; left += tile) {
      const Image& source = sources[random.Below(sources.size())];
      const int from_x = static_cast<int>(random.Below(static_cast<uint64_t>(std::max(1, width - tile))));
      const int from_y = static_cast<int>(random.Below(static_cast<uint64_t>(std::max(1, height - tile))));
      for (int y = 0; y < std::min(tile, height - top); ++y) {
        const size_t pixels = static_cast<size_t>(std::min({tile, width - left, width - from_x}));
        const auto* begin = &source.rgb[(static_cast<size_t>(from_y + y) * width + from_x) * 3];
        std::copy_n(begin, pixels * 3, &image.rgb[(static_cast<size_t>(top + y) * width + left) * 3]);
      }
    }
  }
  return image;
}

}  // namespace

Image Synthesise(Motif motif, uint64_t seed, int width, int height) {
  Random random(seed);
  switch (motif) {
    case Motif::kNoise:
      return Noise(random, width, height);
    case Motif::kGradient:
      return Gradient(random, width, height);
    case Motif::kStripes:
      return Stripes(random, width, height);
    case Motif::kShapes:
      return Shapes(random, width, height);
    case Motif::kCells:
      return Cells(random, width, height);
    case Motif::kStrokes:
      return Strokes(random, width, height);
    case Motif::kMosaic:
      return Mosaic(random, width, height);
  }
  std::unreachable();
}

Image Synthesise(uint64_t number, int width, int height) {
  return Synthesise(static_cast<Motif>(number % kMotifs), Random(number).Next(), width, height);
}

}  // namespace easel::media
