#include "media/transform/sound_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace easel::media {
namespace {

using Ints [[gnu::vector_size(kLanes * sizeof(int))]] = int;

constexpr int RoundUp(int value) { return (value + kLanes - 1) / kLanes * kLanes; }

inline Lanes Max(const Lanes& a, const Lanes& b) { return a > b ? a : b; }

// The natural logarithm of normal numbers: error below 2e-7 of it. Coefficients from Cephes' logf (S. L.
// Moshier, 1992). The C library's differs in the last bit between versions, and takes one number at a time.
inline Lanes Log(const Lanes& x) {
  constexpr int kSquareRootOfHalf = 0x3f3504f3;
  const auto bits = __builtin_bit_cast(Ints, x);
  const Ints exponent = (bits - kSquareRootOfHalf) >> 23;
  const Lanes f = __builtin_bit_cast(Lanes, bits - (exponent << 23)) - 1.0f;  // of [√½, √2)
  const Lanes e = __builtin_convertvector(exponent, Lanes);
  const Lanes square = f * f;
  Lanes y = Splat(7.0376836292e-2f);
  for (const float c : {-1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f,
                        -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f})
    y = MulAdd(y, f, Splat(c));
  y = MulAdd(y * f, square, MulAdd(-0.5f, square, -2.12194440e-4f * e));  // ln 2 in two parts
  return MulAdd(0.693359375f, e, f + y);
}

float Peak(std::span<const float> samples) {
  std::array<float, kLanes> peaks{};
  for (size_t i = 0; i < samples.size(); ++i) {
    float& peak = peaks[i % kLanes];
    peak = std::max(peak, std::abs(samples[i]));
  }
  return std::ranges::max(peaks);
}

// Sums are in doubles, of every kLanes-th value at first.
template <typename Of>
double Mean(std::span<const float> values, Of of) {
  std::array<double, kLanes> sums{};
  size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) sums[lane] += of(values[i + lane]);
  }
  double sum = 0;
  for (; i < values.size(); ++i) sum += of(values[i]);
  for (const double part : sums) sum += part;
  return sum / static_cast<double>(values.size());
}

void Standardise(std::span<float> values) {
  const double mean = Mean(values, [](double value) { return value; });
  const double variance = Mean(values, [mean](double value) { return (value - mean) * (value - mean); });
  const double scale = 1 / (std::sqrt(variance) + 1e-3);
  for (float& value : values) value = static_cast<float>((value - mean) * scale);
}

// rows[i] to out[lane × width + i] of the first `lanes` lanes.
void Write(std::span<const Lanes> rows, int lanes, float* out) {
  const int width = static_cast<int>(rows.size());
  int i = 0;
  for (; i + kLanes <= width; i += kLanes) {
    std::array<Lanes, kLanes> block;
    std::copy_n(&rows[i], kLanes, block.begin());
    Transpose(block);
    for (int lane = 0; lane < lanes; ++lane) std::memcpy(out + lane * width + i, &block[lane], sizeof(Lanes));
  }
  for (; i < width; ++i) {
    for (int lane = 0; lane < lanes; ++lane) out[lane * width + i] = rows[i][lane];
  }
}

}  // namespace

SoundPlan::SoundPlan(const SoundTransform& transform)
    : transform_(transform),
      fft_(transform.fft),
      taper_(RoundUp(transform.frame)),
      mel_(MakeMelBands(transform)) {
  const int period = transform.frame - (transform.taper == Taper::kHannSymmetric ? 1 : 0);
  for (int n = 0; n < transform.frame; ++n) {
    const double sine = std::sin(std::numbers::pi * n / period);
    taper_[n] = static_cast<float>(sine * sine);  // ½ − ½ cos loses the bits of small values
  }
  for (int k = 0; k < transform.coefficients; ++k) {
    const double scale = std::sqrt((k == 0 ? 1.0 : 2.0) / transform.bands);
    for (int n = 0; n < transform.bands; ++n) {
      const double turn = std::numbers::pi * k * (2 * n + 1) / (2 * transform.bands);
      dct_.push_back(static_cast<float>(scale * std::cos(turn)));
    }
  }
}

// Where the kLanes frames are of which the first begins at `first`. `margin` has room for them, for those
// that reach beyond the samples.
std::array<const float*, kLanes> SoundPlan::Frames(std::span<const float> samples, std::ptrdiff_t first,
                                                   std::span<float> margin) const {
  const auto length = static_cast<std::ptrdiff_t>(taper_.size());
  const auto end = static_cast<std::ptrdiff_t>(samples.size());
  std::array<const float*, kLanes> from;
  for (int lane = 0; lane < kLanes; ++lane) {
    const std::ptrdiff_t begin = first + std::ptrdiff_t{lane} * transform_.hop;
    if (begin >= 0 && begin + length <= end) {
      from[lane] = samples.data() + begin;
      continue;
    }
    float* own = margin.data() + lane * length;
    for (std::ptrdiff_t n = 0; n < length; ++n)
      own[n] = begin + n >= 0 && begin + n < end ? samples[begin + n] : 0;
    from[lane] = own;
  }
  return from;
}

void SoundPlan::Bands(std::span<const Lanes> spectrum, std::span<Lanes> bands) const {
  for (int b = 0; b < transform_.bands; ++b) {
    const MelBands::Band& band = mel_.bands[b];
    const float* weight = mel_.weights.data() + band.begin;
    const Lanes* from = spectrum.data() + band.first;
    const Lanes* const end = from + band.count;
    // One sum alone would wait for itself.
    Lanes sum{};
    Lanes second{};
    Lanes third{};
    Lanes fourth{};
    for (; end - from >= 4; from += 4, weight += 4) {
      sum = MulAdd(weight[0], from[0], sum);
      second = MulAdd(weight[1], from[1], second);
      third = MulAdd(weight[2], from[2], third);
      fourth = MulAdd(weight[3], from[3], fourth);
    }
    for (; from != end; ++from) sum = MulAdd(*weight++, *from, sum);
    sum = (sum + second) + (third + fourth);
    bands[b] = sum;
  }
  // A loop of its own: logarithms of several bands are on their way at a time.
  const Lanes floor = Splat(transform_.floor);
  const Lanes factor = Splat(transform_.factor);
  const Lanes offset = Splat(transform_.offset);
  for (Lanes& band : bands) band = transform_.gain * Log(MulAdd(factor, Max(band, floor), offset));
}

void SoundPlan::Coefficients(std::span<const Lanes> bands, std::span<Lanes> coefficients) const {
  const float* weights = dct_.data();
  for (Lanes& coefficient : coefficients) {
    Lanes sum{};
    Lanes odd{};
    for (size_t b = 0; b + 1 < bands.size(); b += 2) {
      sum = MulAdd(weights[b], bands[b], sum);
      odd = MulAdd(weights[b + 1], bands[b + 1], odd);
    }
    if (bands.size() % 2 == 1) sum = MulAdd(weights[bands.size() - 1], bands.back(), sum);
    coefficient = sum + odd;
    weights += bands.size();
  }
}

void SoundPlan::Apply(std::span<const float> samples, std::span<float> out) const {
  std::vector<float> taper = taper_;
  if (transform_.level) {
    const float scale = 1 / (Peak(samples) + 1e-6f);
    for (float& weight : taper) weight *= scale;
  }
  const std::ptrdiff_t missing = transform_.SamplesNeeded() - static_cast<std::ptrdiff_t>(samples.size());
  const std::ptrdiff_t silence = missing > 0 ? missing / 2 : 0;
  std::vector<float> margin(kLanes * taper.size());
  std::vector<Lanes> space(fft_.Space());
  std::vector<Lanes> spectrum(transform_.fft / 2 + 1);
  std::vector<Lanes> bands(transform_.bands);
  std::vector<Lanes> coefficients(transform_.coefficients);
  for (int row = 0; row < transform_.frames; row += kLanes) {
    fft_.Power(Frames(samples, std::ptrdiff_t{row} * transform_.hop - silence, margin), taper, space,
               spectrum);
    if (!transform_.power) {
      for (Lanes& value : spectrum) {
        for (int lane = 0; lane < kLanes; ++lane) value[lane] = std::sqrt(value[lane]);
      }
    }
    Bands(spectrum, bands);
    Coefficients(bands, coefficients);
    Write(transform_.coefficients > 0 ? coefficients : bands, std::min(kLanes, transform_.frames - row),
          &out[static_cast<size_t>(row) * transform_.width()]);
  }
  if (transform_.normalise) Standardise(out);
}

}  // namespace easel::media
