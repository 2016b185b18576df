#pragma once

#include <vector>

#include "base/text.h"
#include "evaluation/metrics.h"

namespace easel::evaluation {

/// What the numbers mean, in plain words, the most important first: that they are too
/// few to tell, which two classes are
/// mixed up most, classes with too few items to tell, classes that are found seldom, imbalance.
std::vector<Text> Remarks(const ClassificationMetrics& metrics);

}  // namespace easel::evaluation
