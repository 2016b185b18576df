#include "workflow/pace.h"

#include <algorithm>
#include <cmath>

namespace easel::workflow {

void Pace::Update(int64_t now_millis, int64_t done) {
  // Reports can be far denser than the clock's milliseconds.
  constexpr int64_t kShortestMillis = 100;
  const int64_t passed = now_millis - last_;
  if (passed < kShortestMillis) return;
  const double rate = static_cast<double>(std::max<int64_t>(done - done_, 0)) / static_cast<double>(passed);
  const double weight = rate_ == 0 ? 1 : 1 - std::exp(-static_cast<double>(passed) / kMemoryMillis);
  rate_ += weight * (rate - rate_);
  last_ = now_millis;
  done_ = done;
}

std::optional<double> Pace::SecondsLeft(int64_t now_millis, int64_t total) const {
  if (total <= 0 || rate_ <= 0 || now_millis - start_ < kWarmUpMillis) return std::nullopt;
  const double left = static_cast<double>(std::max<int64_t>(total - done_, 0)) / rate_;
  return std::max(0.0, left - static_cast<double>(now_millis - last_)) / 1000;
}

}  // namespace easel::workflow
