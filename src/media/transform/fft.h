#pragma once

#include <array>
#include <span>
#include <vector>

#include "media/transform/lanes.h"

namespace easel::media {

/// Power spectra of real stretches, kLanes at a time. Our own, because no library of the distribution does
/// this: FFTW is under the GPL, the others take one stretch at a time and use a fraction of the machine.
///
/// A stretch of N numbers is a complex one of P = N / 2, which is transformed as a table of A rows and B
/// columns (D. H. Bailey: FFTs in External or Hierarchical Memory, 1990): its columns while they are read,
/// then its rows, two at a time, whose powers are made while they are in the nearest cache. Both by
/// decimation in frequency with radix 4 (W. M. Gentleman, G. Sande: Fast Fourier Transforms — For Fun and
/// Profit, 1966). Twiddles are computed in doubles. The same bits on every machine. Not changed after
/// construction, so threads may share one.
class Fft {
 public:
  /// `size` N: a power of two in [64, 8192].
  explicit Fft(int size);

  /// power[k] = |Σ x[n] e^(−2πi kn / N)|² for k in [0, N / 2], where x[n] is from[lane][n] × taper[n], and 0
  /// behind the taper. taper.size() is a multiple of kLanes and at most N, `space` has Space() entries.
  void Power(const std::array<const float*, kLanes>& from, std::span<const float> taper,
             std::span<Lanes> space, std::span<Lanes> power) const;
  size_t Space() const { return static_cast<size_t>(rows_) * stride_; }

 private:
  // A transform of n points in place, and where it leaves frequency k.
  struct Part {
    explicit Part(int n);
    int points;
    void (*transform)(Lanes* z, const float* twiddles);
    std::vector<float> twiddles;  // per stage, per j: w^j, w^2j, w^3j as cosine and sine
    std::vector<int> places;
  };

  void Columns(const std::array<const float*, kLanes>& from, std::span<const float> taper,
               std::span<Lanes> space) const;
  void PairPowers(int row, const Lanes* z, const Lanes* mirrored, int first, int end,
                  std::span<Lanes> power) const;

  int rows_;     // A
  int stride_;   // of a row: more than 2 B, so that a column's entries do not compete for one place in the
                 // cache
  Part column_;  // A points
  Part row_;     // B points
  std::vector<float> turns_;  // per eight columns, per row, per column: e^(−2πi row × column / P)
  std::vector<float>
      halves_;  // per row up to A / 2, per k of it: e^(−2πi k / N), where k is row, row + A, row + 2 A …
};

}  // namespace easel::media
