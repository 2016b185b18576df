#include "media/transform/fft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "base/random.h"

namespace easel::media {
namespace {

class FftTest : public testing::TestWithParam<int> {};

TEST_P(FftTest, EqualsTheDefinition) {
  const int size = GetParam();
  Random random(size);
  std::vector<Lanes> samples(size);
  for (Lanes& sample : samples) {
    for (int lane = 0; lane < kLanes; ++lane)
      sample[lane] = static_cast<float>(static_cast<double>(random.Below(2001)) / 1000 - 1);
  }
  const std::vector<Lanes> given = samples;
  std::vector<Lanes> power(size / 2 + 1);
  Fft(size).Power(samples, power);
  std::vector<std::complex<double>> turns(size);
  for (int i = 0; i < size; ++i) turns[i] = std::polar(1.0, -2 * std::numbers::pi * i / size);
  const int step = std::max(1, size / 1024);  // the largest sizes would take seconds
  for (int lane = 0; lane < kLanes; lane += 7) {
    for (int k = 0; k <= size / 2; k += (k % 16 == 0 || k > size / 2 - step) ? 1 : step) {
      std::complex<double> sum = 0;
      for (int n = 0; n < size; ++n)
        sum += static_cast<double>(given[n][lane]) * turns[static_cast<int64_t>(k) * n % size];
      // Relative to the mean power of a frequency.
      ASSERT_NEAR(power[k][lane], std::norm(sum), 1e-4 * (std::norm(sum) + size / 3.0))
          << k << " of " << size;
    }
  }
}

TEST_P(FftTest, AToneIsOneFrequency) {
  const int size = GetParam();
  const int tone = size / 8 + 3;
  std::vector<Lanes> samples(size);
  for (int n = 0; n < size; ++n)
    samples[n] = Lanes{} + static_cast<float>(std::cos(2 * std::numbers::pi * tone * n / size));
  std::vector<Lanes> power(size / 2 + 1);
  Fft(size).Power(samples, power);
  const double full = size / 2.0 * (size / 2.0);
  for (int k = 0; k <= size / 2; ++k) EXPECT_NEAR(power[k][3] / full, k == tone ? 1 : 0, 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Sizes, FftTest, testing::Values(64, 128, 256, 512, 1024, 2048, 4096, 8192));

}  // namespace
}  // namespace easel::media
