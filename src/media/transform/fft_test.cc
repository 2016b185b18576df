#include "media/transform/fft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <span>
#include <vector>

#include "base/random.h"

namespace easel::media {
namespace {

class FftTest : public testing::TestWithParam<int> {};

using Stretches = std::array<std::vector<float>, kLanes>;

std::vector<Lanes> PowerOf(int size, const Stretches& stretches, std::span<const float> taper) {
  std::array<const float*, kLanes> from;
  for (size_t lane = 0; lane < kLanes; ++lane) from[lane] = stretches[lane].data();
  const Fft fft(size);
  std::vector<Lanes> space(fft.Space());
  std::vector<Lanes> power(size / 2 + 1);
  fft.Power(from, taper, space, power);
  return power;
}

TEST_P(FftTest, EqualsTheDefinition) {
  const int size = GetParam();
  Random random(size);
  const int length = size * 3 / 4;  // the rest is filled up
  Stretches given;
  for (std::vector<float>& stretch : given) {
    for (int n = 0; n < length; ++n)
      stretch.push_back(static_cast<float>(static_cast<double>(random.Below(2001)) / 1000 - 1));
  }
  std::vector<float> taper;
  for (int n = 0; n < length; ++n) taper.push_back(static_cast<float>(n % 5) / 4);
  const std::vector<Lanes> power = PowerOf(size, given, taper);
  std::vector<std::complex<double>> turns(size);
  for (int i = 0; i < size; ++i) turns[i] = std::polar(1.0, -2 * std::numbers::pi * i / size);
  const int step = std::max(1, size / 1024);  // the largest sizes would take seconds
  for (int lane = 0; lane < kLanes; lane += 7) {
    for (int k = 0; k <= size / 2; k += (k % 16 == 0 || k > size / 2 - step) ? 1 : step) {
      std::complex<double> sum = 0;
      for (int n = 0; n < length; ++n)
        sum += static_cast<double>(given[lane][n] * taper[n]) * turns[static_cast<int64_t>(k) * n % size];
      // Relative to the mean power of a frequency.
      ASSERT_NEAR(power[k][lane], std::norm(sum), 1e-4 * (std::norm(sum) + size / 3.0))
          << k << " of " << size;
    }
  }
}

TEST_P(FftTest, AToneIsOneFrequency) {
  const int size = GetParam();
  const int tone = size / 8 + 3;
  Stretches tones;
  for (std::vector<float>& stretch : tones) {
    for (int n = 0; n < size; ++n)
      stretch.push_back(static_cast<float>(std::cos(2 * std::numbers::pi * tone * n / size)));
  }
  const std::vector<Lanes> power = PowerOf(size, tones, std::vector<float>(static_cast<size_t>(size), 1.0f));
  const double full = size / 2.0 * (size / 2.0);
  for (int k = 0; k <= size / 2; ++k) EXPECT_NEAR(power[k][3] / full, k == tone ? 1 : 0, 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Sizes, FftTest, testing::Values(64, 128, 256, 512, 1024, 2048, 4096, 8192));

}  // namespace
}  // namespace easel::media
