#pragma once

#include <vector>

#include "dataset/types.h"
#include "graph/bundle.h"
#include "runtime/model.h"
#include "training/resources.h"

namespace easel::training {

/// Adds golden pictures or recordings to the bundle that `model` was made of: among `places` in `items` the
/// first of each class, three at most, with what the model says of them. Their places. Fails when one cannot
/// be read.
Result<std::vector<size_t>> AddGolden(const std::vector<dataset::FrozenItem>& items,
                                      const std::vector<size_t>& places, const TrainingResources& resources,
                                      runtime::Model& model, graph::Bundle& bundle);

/// Gives the golden files the scores of another model.
Status ScoreGolden(runtime::Model& model, media::Decoder& decoder, std::vector<graph::Golden>& golden);

}  // namespace easel::training
