#include "media/transform/fft.h"

#include <cmath>
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
  return {a.re * w[0] - a.im * w[1], a.re * w[1] + a.im * w[0]};
}
inline Complex TimesI(const Complex& a) { return {-a.im, a.re}; }
inline Lanes Square(const Complex& a) { return a.re * a.re + a.im * a.im; }

inline void Two(Lanes* z) {
  const Complex a = Load(z, 0);
  const Complex b = Load(z, 1);
  Store(z, 0, a + b);
  Store(z, 1, a - b);
}

inline void Four(Lanes* z) {
  const Complex even = Load(z, 0) + Load(z, 2);
  const Complex even_difference = Load(z, 0) - Load(z, 2);
  const Complex odd = Load(z, 1) + Load(z, 3);
  const Complex turned = TimesI(Load(z, 1) - Load(z, 3));
  Store(z, 0, even + odd);
  Store(z, 1, even_difference - turned);
  Store(z, 2, even - odd);
  Store(z, 3, even_difference + turned);
}

// Splits a transform of n ≥ 8 points into four of the frequencies 4k, 4k + 1, 4k + 2, 4k + 3, and does these.
void Split(Lanes* z, int n, const float* twiddles) {
  const int quarter = n / 4;
  const float* w = twiddles;
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
  for (int part = 0; part < 4; ++part) {
    Lanes* from = z + 2 * part * quarter;
    if (quarter == 2) {
      Two(from);
    } else if (quarter == 4) {
      Four(from);
    } else {
      Split(from, quarter, w);
    }
  }
}

// Where Split leaves frequency k of n points.
int Place(int k, int n) {
  if (n == 2) return k;
  return k % 4 * (n / 4) + (n == 4 ? 0 : Place(k / 4, n / 4));
}

void AddTurn(std::vector<float>& table, int k, int n) {
  const double angle = -2 * std::numbers::pi * k / n;
  table.push_back(static_cast<float>(std::cos(angle)));
  table.push_back(static_cast<float>(std::sin(angle)));
}

}  // namespace

Fft::Fft(int size) : points_(size / 2) {
  for (int n = points_; n >= 8; n /= 4) {
    for (int j = 0; j < n / 4; ++j) {
      for (int times = 1; times <= 3; ++times) AddTurn(twiddles_, times * j, n);
    }
  }
  for (int k = 0; k <= size / 4; ++k) AddTurn(halves_, k, size);
  for (int k = 0; k < points_; ++k) places_.push_back(Place(k, points_));
}

void Fft::Power(std::span<Lanes> samples, std::span<Lanes> power) const {
  const Lanes* z = samples.data();
  Split(samples.data(), points_, twiddles_.data());
  const Complex constant = Load(z, 0);
  const Lanes lowest = constant.re + constant.im;
  const Lanes highest = constant.re - constant.im;
  power[0] = lowest * lowest;
  power[points_] = highest * highest;
  // With even and odd samples as the real and the imaginary part, Z[k] = E[k] + i O[k], where E and O are the
  // transforms of two real stretches: Z[−k]* = E[k] − i O[k]. X[k] = E[k] + w O[k], X[N/2 − k]* = E[k] − w
  // O[k].
  for (int k = 1; k <= points_ / 2; ++k) {
    const Complex a = Load(z, places_[k]);
    const Complex b = Load(z, places_[points_ - k]);
    const Complex even = {a.re + b.re, a.im - b.im};
    const Complex odd = Complex{a.im + b.im, b.re - a.re} * &halves_[2 * k];
    power[k] = 0.25f * Square(even + odd);
    power[points_ - k] = 0.25f * Square(even - odd);
  }
}

}  // namespace easel::media
