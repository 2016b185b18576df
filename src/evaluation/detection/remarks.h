#pragma once

#include <vector>

#include "base/text.h"
#include "evaluation/detection/report.h"

namespace easel::evaluation {

/// What the numbers of a report mean, in plain words, the likely reason of poor quality first: too few boxes
/// to tell, objects too small for the network, labels that look incomplete, boxes that are placed loosely,
/// classes that are found seldom.
std::vector<Text> DetectionRemarks(const DetectionReport& report);

}  // namespace easel::evaluation
