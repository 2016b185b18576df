#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace easel::media {

/// Mixes channels to their mean and takes the measurements of DecodedSound on the way.
class SoundMeter {
 public:
  /// `full_scale`: from which |x| on a sample may have been clipped.
  SoundMeter(int channels, double full_scale)
      : full_scale_(full_scale), runs_(static_cast<size_t>(channels)) {}

  /// `interleaved` holds mono.size() × channels samples; unusable ones are replaced there by 0.
  void Mix(std::span<float> interleaved, std::span<float> mono);

  double peak() const { return peak_; }
  double clipped() const {
    return samples_ == 0 ? 0 : static_cast<double>(clipped_) / static_cast<double>(samples_);
  }
  int64_t unusable_samples() const { return unusable_samples_; }

 private:
  void CountClipped(std::span<const float> interleaved);

  double full_scale_;
  std::vector<int64_t> runs_;  // of a channel: how many samples up to now lie at full scale
  int64_t samples_ = 0;        // of all channels
  int64_t clipped_ = 0;
  int64_t unusable_samples_ = 0;
  double peak_ = 0;
};

}  // namespace easel::media
