#include "media/transform/mel.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace easel::media {
namespace {

constexpr double kSlaneyStep = 200.0 / 3;              // Hz per mel below the knee
constexpr double kSlaneyKnee = 1000.0;                 // Hz
constexpr double kSlaneyGrowth = 0.06875177742094912;  // ln(6.4) / 27 per mel above it

double Mel(MelScale scale, double hz) {
  if (scale == MelScale::kHtk) return 1127 * std::log1p(hz / 700);
  if (hz < kSlaneyKnee) return hz / kSlaneyStep;
  return kSlaneyKnee / kSlaneyStep + std::log(hz / kSlaneyKnee) / kSlaneyGrowth;
}

double Hz(MelScale scale, double mel) {
  if (scale == MelScale::kHtk) return 700 * std::expm1(mel / 1127);
  constexpr double knee = kSlaneyKnee / kSlaneyStep;
  return mel < knee ? mel * kSlaneyStep : kSlaneyKnee * std::exp((mel - knee) * kSlaneyGrowth);
}

double Divisor(BandNorm norm, double width_hz, const std::vector<double>& weights) {
  switch (norm) {
    case BandNorm::kNone:
      return 1;
    case BandNorm::kSlaney:
      return width_hz / 2;
    case BandNorm::kUnitSum:
      return std::accumulate(weights.begin(), weights.end(), 0.0);
  }
  std::unreachable();
}

}  // namespace

MelBands MakeMelBands(const SoundTransform& transform) {
  const double low = Mel(transform.scale, transform.low_hz);
  const double step = (Mel(transform.scale, transform.high_hz) - low) / (transform.bands + 1);
  const bool in_mel = transform.triangles == Triangles::kMel;
  MelBands out;
  for (int band = 0; band < transform.bands; ++band) {
    double corners[3];
    for (int i = 0; i < 3; ++i) {
      const double mel = low + step * (band + i);
      corners[i] = in_mel ? mel : Hz(transform.scale, mel);
    }
    MelBands::Band next{0, static_cast<int>(out.weights.size()), 0};
    std::vector<double> weights;
    for (int k = 0; k <= transform.fft / 2; ++k) {
      const double hz = static_cast<double>(transform.rate) * k / transform.fft;
      const double at = in_mel ? Mel(transform.scale, hz) : hz;
      const double weight = std::min((at - corners[0]) / (corners[1] - corners[0]),
                                     (corners[2] - at) / (corners[2] - corners[1]));
      // What a corner on a frequency leaves over depends on the C library's last bit.
      if (weight < 1e-9) continue;
      if (weights.empty()) next.first = k;
      weights.push_back(weight);
    }
    next.count = static_cast<int>(weights.size());
    const double width =
        Hz(transform.scale, low + step * (band + 2)) - Hz(transform.scale, low + step * band);
    const double divisor = Divisor(transform.norm, width, weights);
    for (const double weight : weights) out.weights.push_back(static_cast<float>(weight / divisor));
    out.bands.push_back(next);
  }
  return out;
}

}  // namespace easel::media
