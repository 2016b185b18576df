#pragma once

#include "training/engine/fit.h"

namespace easel::training {

/// What a run of Fit would take.
struct Forecast {
  double seconds = 0;
  double judging = 0;  ///< of these, in every epoch
  int64_t bytes =
      0;  ///< of memory at the peak, on top of what the process has and of `network` and the examples
};

/// Measures two shards on every thread, a step of the optimiser and a few items of the validation, and
/// computes the memory from the network's shapes: that of the weights (gradients, optimiser, average, best
/// epoch, runtime, checkpoint) and that of the maps. `train` is not empty; early stopping is not foreseen.
/// Takes the time and the memory of about two steps. For MobileNetV2 and ResNet-18 at 224 × 224 on 2 cores
/// (bench_forecast) the time was 0.8 to 1.0 of the run's and the memory 0.86 to 0.98; on a machine that is
/// busy now and then the time is that of now. Errors: those of Fit's first step.
Result<Forecast> Foresee(const graph::Graph& network, const Examples& train, const Examples* validation,
                         const FitOptions& options);

/// The bytes of maps and their gradients that one shard of `items` has at the peak of its backward pass.
int64_t BytesOfMaps(const graph::Graph& network, int64_t items, Precision precision);

}  // namespace easel::training
