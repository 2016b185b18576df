#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "evaluation/metrics.h"

namespace easel::evaluation {

/// What was judged, as sentences name it.
enum class Medium { kPictures, kRecordings };

/// What the numbers mean, in plain words, the most important first: that they are too
/// few to tell, which two classes are
/// mixed up most, classes with too few items to tell, classes that are found seldom, imbalance.
std::vector<Text> Remarks(const ClassificationMetrics& metrics, Medium medium = Medium::kPictures);

/// How the classes do without the one named, whose pictures are not the user's and may be easy; nothing when
/// none of the others' were judged.
std::optional<Text> RemarkWithout(const ClassificationMetrics& metrics, std::string_view name);

}  // namespace easel::evaluation
