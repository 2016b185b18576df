#pragma once

#include <cstdint>
#include <vector>

#include "training/view.h"

namespace easel::training {

/// The views that a linear head can be given of pictures of these sizes, in the order in which they are worth their time:
/// the first is the default; each further one raises accuracy a little. Quick mode takes kQuickViews at most; the larger
/// ones after these show finer detail and take as long again, twice.
std::vector<View> ViewsOf(const std::vector<InputSize>& pictures);

inline constexpr size_t kQuickViews = 4;

/// Whether another view fits: its forecast, from what the views so far took, within what is left of the limit.
/// Times in milliseconds of the clock's steady time.
struct TimeBudget {
  int64_t start = 0;
  int64_t limit = 0;      ///< 0: none

  /// The share of the limit that looking at pictures may take; the rest is for head, evaluation and bundle.
  int64_t ExtractionDeadline() const { return limit == 0 ? 0 : start + limit * 7 / 10; }
  bool Fits(int64_t now, double forecast_millis) const {
    return limit != 0 && static_cast<double>(now) + forecast_millis <= static_cast<double>(ExtractionDeadline());
  }
};

}  // namespace easel::training
