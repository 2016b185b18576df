#pragma once

#include <cstdint>
#include <optional>

namespace easel::workflow {

/// Foretells the rest of one stage from its pace: an exponentially smoothed rate (time constant
/// kMemoryMillis), so that neither one slow step nor a fast start long ago rules the forecast. Not
/// thread-safe.
class Pace {
 public:
  static constexpr double kMemoryMillis = 10'000;
  /// No forecast before this.
  static constexpr int64_t kWarmUpMillis = 1'000;

  /// Begins a stage that has `done` steps behind it.
  Pace(int64_t now_millis, int64_t done) : start_(now_millis), last_(now_millis), done_(done) {}

  void Update(int64_t now_millis, int64_t done);
  /// Seconds until `total` steps are done; nullopt when nothing is known yet.
  std::optional<double> SecondsLeft(int64_t now_millis, int64_t total) const;

 private:
  int64_t start_;
  int64_t last_;
  int64_t done_;
  double rate_ = 0;  // steps per millisecond
};

}  // namespace easel::workflow
