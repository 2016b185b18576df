#pragma once

#include <memory>
#include <optional>

#include "graph/zoo/network.h"
#include "training/engine/fit.h"
#include "training/full/pictures.h"
#include "training/full/plan.h"

namespace easel::training {

/// What every process of a full training has in hand before the first step; the same in each of them.
struct FullTask {
  FullPlan plan;
  graph::Network network;  ///< with the weights that it starts from
  Pictures pictures;
  Parts parts;
  PictureExamples train;
  std::optional<PictureExamples> validation;  ///< the choosers, if there are any

  /// Builds the network, reads its weights and the pictures. `version` and `resources` must outlive the task.
  /// Besides the errors of what it uses: "weights-unfit" and "weights-broken" name the tensor,
  /// "class-too-small" (kBadInput) a class of which fewer than 2 pictures are left to learn from.
  static Result<std::unique_ptr<FullTask>> Prepare(const FullPlan& plan,
                                                   const dataset::FrozenVersion& version,
                                                   const TrainingResources& resources, Progress& progress);

  const Examples* Validation() const { return validation ? &*validation : nullptr; }

  /// The options of Fit that follow from the plan, for this many processes on this machine.
  FitOptions Options(int threads, int processes) const;

 private:
  FullTask(const FullPlan& its_plan, graph::Network its_network, Pictures its_pictures, Parts its_parts,
           int64_t classes);
};

}  // namespace easel::training
