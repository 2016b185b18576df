#include "media/transform/fft.h"

#include <cmath>
#include <cstdint>
#include <numbers>

namespace easel::media {
namespace {

struct Complex {
  Lanes re;
  Lanes im;
};

inline Complex Load(const Lanes* z, int i) { return {z[2 * i], z[2 * i + 1]}; }
inline void Store(Lanes* z, int i, const Complex& value) {
  z[2 * i] = value.re;
  z[2 * i + 1] = value.im;
}
inline Complex operator+(const Complex& a, const Complex& b) { return {a.re + b.re, a.im + b.im}; }
inline Complex operator-(const Complex& a, const Complex& b) { return {a.re - b.re, a.im - b.im}; }
inline Complex operator*(const Complex& a, const float* w) {
  return {MulAdd(w[0], a.re, -(a.im * w[1])), MulAdd(w[1], a.re, a.im * w[0])};
}
inline Complex TimesI(const Complex& a) { return {-a.im, a.re}; }
inline Lanes Square(const Complex& a) { return MulAdd(a.re, a.re, a.im * a.im); }

// A transform of n points in place, split into four of the frequencies 4k, 4k + 1, 4k + 2, 4k + 3.
template <int n>
void Transform(Lanes* z, const float* w) {
  constexpr int quarter = n / 4;
  for (int j = 0; j < quarter; ++j, w += 6) {
    const Complex a = Load(z, j);
    const Complex b = Load(z, j + quarter);
    const Complex c = Load(z, j + 2 * quarter);
    const Complex d = Load(z, j + 3 * quarter);
    const Complex even = a + c;
    const Complex even_difference = a - c;
    const Complex odd = b + d;
    const Complex turned = TimesI(b - d);
    Store(z, j, even + odd);
    Store(z, j + quarter, (even_difference - turned) * w);
    Store(z, j + 2 * quarter, (even - odd) * (w + 2));
    Store(z, j + 3 * quarter, (even_difference + turned) * (w + 4));
  }
  for (int part = 0; part < 4; ++part) Transform<quarter>(z + 2 * part * quarter, w);
}

template <>
inline void Transform<2>(Lanes* z, const float*) {
  const Complex a = Load(z, 0);
  const Complex b = Load(z, 1);
  Store(z, 0, a + b);
  Store(z, 1, a - b);
}

template <>
inline void Transform<4>(Lanes* z, const float*) {
  const Complex even = Load(z, 0) + Load(z, 2);
  const Complex even_difference = Load(z, 0) - Load(z, 2);
  const Complex odd = Load(z, 1) + Load(z, 3);
  const Complex turned = TimesI(Load(z, 1) - Load(z, 3));
  Store(z, 0, even + odd);
  Store(z, 1, even_difference - turned);
  Store(z, 2, even - odd);
  Store(z, 3, even_difference + turned);
}

auto TransformOf(int points) {
  switch (points) {
    case 4:
      return Transform<4>;
    case 8:
      return Transform<8>;
    case 16:
      return Transform<16>;
    case 32:
      return Transform<32>;
    case 64:
      return Transform<64>;
    default:
      return Transform<128>;
  }
}

// A table's shape: about as high as wide, and of powers of four while there are any.
int RowsFor(int points) {
  int rows = 4;
  while (rows * rows * 16 <= points) rows *= 4;
  return rows;
}

// Where Transform leaves frequency k of n points.
int Place(int k, int n) {
  if (n == 2) return k;
  return k % 4 * (n / 4) + (n == 4 ? 0 : Place(k / 4, n / 4));
}

void AddTurn(std::vector<float>& table, int64_t k, int n) {
  const double angle = -2 * std::numbers::pi * static_cast<double>(k) / n;
  table.push_back(static_cast<float>(std::cos(angle)));
  table.push_back(static_cast<float>(std::sin(angle)));
}

constexpr int kColumns = kLanes;  // as many as are read at a time: a line of the cache holds their samples
constexpr int kBlocks = 2 * kColumns / kLanes;
constexpr int kMostRows = 64;
constexpr int kPadding = 4;

}  // namespace

Fft::Part::Part(int n) : points(n), transform(TransformOf(n)) {
  for (int of = n; of >= 8; of /= 4) {
    for (int j = 0; j < of / 4; ++j) {
      for (int times = 1; times <= 3; ++times) AddTurn(twiddles, times * j, of);
    }
  }
  for (int k = 0; k < n; ++k) places.push_back(Place(k, n));
}

Fft::Fft(int size)
    : rows_(RowsFor(size / 2)), stride_(size / rows_ + kPadding), column_(rows_), row_(size / 2 / rows_) {
  for (int first = 0; first < row_.points; first += kColumns) {
    for (int row = 0; row < rows_; ++row) {
      for (int column = first; column < first + kColumns; ++column)
        AddTurn(turns_, int64_t{row} * column, size / 2);
    }
  }
  for (int row = 0; row <= rows_ / 2; ++row) {
    for (int k = row; k < size / 2; k += rows_) AddTurn(halves_, k, size);
  }
}

// Entry (row, column) of the table is point B × row + column; its samples follow each other.
void Fft::Columns(const std::array<const float*, kLanes>& from, std::span<const float> taper,
                  std::span<Lanes> space) const {
  std::array<Lanes, size_t{2} * kColumns * kMostRows> columns;
  const size_t height = size_t{2} * rows_;
  const float* turn = turns_.data();
  for (int first = 0; first < row_.points; first += kColumns) {
    Lanes* to = columns.data();
    for (int row = 0; row < rows_; ++row, to += 2) {
      for (int part = 0; part < kBlocks; ++part) {
        const size_t sample = size_t{2} * (row * row_.points + first) + size_t{kLanes} * part;
        std::array<Lanes, kLanes> block{};
        if (sample < taper.size()) {
          const Lanes weights = LoadLanes(&taper[sample]);
          for (int lane = 0; lane < kLanes; ++lane) block[lane] = LoadLanes(from[lane] + sample) * weights;
          Transpose(block);
        }
        for (int i = 0; i < kLanes / 2; ++i)
          Store(to + (part * kLanes / 2 + i) * height, 0, {block[2 * i], block[2 * i + 1]});
      }
    }
    for (int column = 0; column < kColumns; ++column)
      column_.transform(&columns[column * height], column_.twiddles.data());
    Lanes* at = &space[size_t{2} * first];
    for (const int place : column_.places) {
      const Lanes* const entry = columns.data() + 2 * place;
      for (int column = 0; column < kColumns; ++column, turn += 2)
        Store(at, column, Load(entry + column * height, 0) * turn);
      at += stride_;
    }
  }
}

// Of frequencies of a row and of those that mirror them, the latter backwards. With even and odd samples as
// the real and the imaginary part, Z[k] = E[k] + i O[k], where E and O are the transforms of two real
// stretches: Z[−k]* = E[k] − i O[k]. X[k] = E[k] + w O[k], X[N/2 − k]* = E[k] − w O[k].
void Fft::PairPowers(int row, const Lanes* z, const Lanes* mirrored, int first, int end,
                     std::span<Lanes> power) const {
  const float* turn = &halves_[size_t{2} * (row * row_.points + first)];
  const int* backwards = &row_.places[row_.points - 1];
  Lanes* up = &power[row + first * rows_];
  Lanes* down = &power[rows_ * row_.points - row - first * rows_];
  for (int i = first; i < end; ++i, turn += 2, up += rows_, down -= rows_) {
    const Complex a = Load(z, row_.places[i]);
    const Complex b = Load(mirrored, *backwards--);
    const Complex even = {a.re + b.re, a.im - b.im};
    const Complex odd = Complex{a.im + b.im, b.re - a.re} * turn;
    *up = 0.25f * Square(even + odd);
    *down = 0.25f * Square(even - odd);
  }
}

void Fft::Power(const std::array<const float*, kLanes>& from, std::span<const float> taper,
                std::span<Lanes> space, std::span<Lanes> power) const {
  Columns(from, taper, space);
  const int columns = row_.points;
  const auto transformed = [&](int row) {
    Lanes* z = &space[size_t{1} * row * stride_];
    row_.transform(z, row_.twiddles.data());
    return z;
  };
  const Lanes* const lowest = transformed(0);
  const Complex constant = Load(lowest, 0);
  const Lanes sum = constant.re + constant.im;
  const Lanes difference = constant.re - constant.im;
  power[0] = sum * sum;
  power[rows_ * columns] = difference * difference;
  PairPowers(0, lowest, lowest, 1, columns / 2 + 1, power);
  for (int row = 1; row < rows_ / 2; ++row) {
    const Lanes* const z = transformed(row);
    PairPowers(row, z, transformed(rows_ - row), 0, columns, power);
  }
  const Lanes* const middle = transformed(rows_ / 2);
  PairPowers(rows_ / 2, middle, middle, 0, columns / 2, power);
}

}  // namespace easel::media
