#pragma once

#include <vector>

#include "base/text.h"
#include "evaluation/report.h"

/// What a report of recordings says beyond one of pictures.
namespace easel::evaluation {

/// The first class of the highest score.
size_t Prediction(const Judgement& judgement);

/// Of those that have a group: the lowest accuracy first, then by name.
std::vector<GroupMetrics> MeasureGroups(const std::vector<Judgement>& judgements);

/// The cells of the confusion matrix that are not empty, by truth and prediction.
std::vector<ConfusionCell> FillCells(const std::vector<Judgement>& judgements);

/// That the model does far worse on one group, where that cannot be chance; and, if asked for, that all is of
/// one group, so that nobody can tell how it does on others.
std::vector<Text> RemarksOnGroups(const std::vector<GroupMetrics>& groups,
                                  const ClassificationMetrics& metrics, bool say_if_one);

}  // namespace easel::evaluation
