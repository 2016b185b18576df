#include "media/augment/colour.h"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

#include "media/augment/elementary.h"

namespace easel::media {
namespace {

constexpr int32_t kOne = 1 << ColourMatrix::kBits;
using Byte16 = uint8_t __attribute__((vector_size(16)));
using Int4 = int32_t __attribute__((vector_size(16)));
using Matrix = std::array<std::array<double, 3>, 3>;

constexpr std::array<double, 3> kLuminance = {0.213, 0.715, 0.072};
// What the sine adds to the matrix of hue-rotate.
constexpr Matrix kTurn = {{{-0.213, -0.715, 0.928}, {0.143, 0.140, -0.283}, {-0.787, 0.715, 0.072}}};

double Unit(size_t row, size_t column) { return row == column ? 1 : 0; }

int32_t Fixed(double value) { return static_cast<int32_t>(std::floor(value * kOne + 0.5)); }

Matrix Hue(double degrees) {
  const Direction turn = DirectionOf(degrees);
  Matrix out;
  for (size_t i = 0; i < 3; ++i) {
    for (size_t k = 0; k < 3; ++k) {
      out[i][k] = kLuminance[k] + turn.cosine * (Unit(i, k) - kLuminance[k]) + turn.sine * kTurn[i][k];
    }
  }
  return out;
}

// What each value of each channel adds to the three sums.
using Table = std::array<std::array<Int4, 256>, 3>;

void Fill(const ColourMatrix& matrix, Table& table) {
  for (size_t k = 0; k < 3; ++k) {
    const Int4 weights = {matrix.weights[0][k], matrix.weights[1][k], matrix.weights[2][k], 0};
    const int32_t begin = k == 0 ? matrix.offset + kOne / 2 : 0;
    for (int32_t value = 0; value < 256; ++value) table[k][value] = weights * value + begin;
  }
}

}  // namespace

ColourMatrix ColourOf(const Variation& variation) {
  const Matrix hue = Hue(variation.hue);
  const double gain = variation.brightness * variation.contrast;
  ColourMatrix out;
  const int32_t sum = Fixed(gain);
  for (size_t i = 0; i < 3; ++i) {
    int32_t others = 0;
    for (size_t k = 0; k < 3; ++k) {
      const double saturated = kLuminance[k] + variation.saturation * (hue[i][k] - kLuminance[k]);
      out.weights[i][k] = Fixed(gain * saturated);
      if (k != i) others += out.weights[i][k];
    }
    out.weights[i][i] = sum - others;
  }
  out.offset = Fixed(variation.brightness * (1 - variation.contrast) * 127.5);
  return out;
}

bool IsIdentity(const ColourMatrix& matrix) {
  constexpr std::array<std::array<int32_t, 3>, 3> kIdentity = {{{kOne, 0, 0}, {0, kOne, 0}, {0, 0, kOne}}};
  return matrix.weights == kIdentity && matrix.offset == 0;
}

void Recolour(const ColourMatrix& matrix, Image& image) {
  Table table;
  Fill(matrix, table);
  const size_t stride = static_cast<size_t>(image.width) * 3;
  std::vector<uint8_t> row(stride + 1);  // a fourth byte is written with every pixel
  for (size_t y = 0; y < static_cast<size_t>(image.height); ++y) {
    uint8_t* pixels = &image.rgb[y * stride];
    for (size_t x = 0; x < stride; x += 3) {
      Int4 sum =
          (table[0][pixels[x]] + table[1][pixels[x + 1]] + table[2][pixels[x + 2]]) >> ColourMatrix::kBits;
      sum = sum > 0 ? sum : Int4{};
      const Int4 limit = {255, 255, 255, 255};
      const auto wide = std::bit_cast<Byte16>(sum < limit ? sum : limit);
      const auto bytes = __builtin_shufflevector(wide, wide, 0, 4, 8, 12);
      std::memcpy(&row[x], &bytes, 4);
    }
    std::memcpy(pixels, row.data(), stride);
  }
}

}  // namespace easel::media
