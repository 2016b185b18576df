#pragma once

#include <span>
#include <vector>

#include "media/transform/lanes.h"

namespace easel::media {

/// Power spectra of real stretches, kLanes at a time. Our own, because no library of the distribution does
/// this: FFTW is under the GPL, the others take one stretch at a time and use a fraction of the machine.
///
/// A stretch of N numbers is a complex one of N / 2, whose transform is taken in place by decimation in
/// frequency with radix 4 (W. M. Gentleman, G. Sande: Fast Fourier Transforms — For Fun and Profit, 1966),
/// halves first so that parts stay in the nearest cache, and is left in the order in which it comes. Twiddles
/// are computed in doubles. The same bits on every machine. Not changed after construction, so threads may
/// share one.
class Fft {
 public:
  /// `size` N: a power of two in [64, 8192].
  explicit Fft(int size);

  /// power[k] = |Σ samples[n] e^(−2πi kn / N)|² for k in [0, N / 2]. `samples` has N entries, which are
  /// destroyed.
  void Power(std::span<Lanes> samples, std::span<Lanes> power) const;

 private:
  int points_;                   // N / 2
  std::vector<float> twiddles_;  // per stage, per j: w^j, w^2j, w^3j as cosine and sine
  std::vector<float> halves_;    // per k in [0, N / 4]: e^(−2πi k / N)
  std::vector<int> places_;      // where frequency k of the complex transform is
};

}  // namespace easel::media
