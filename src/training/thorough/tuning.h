#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/progress.h"
#include "dataset/types.h"
#include "graph/graph.h"
#include "media/transform/image_transform.h"
#include "training/engine/fit.h"
#include "training/resources.h"

namespace easel::training {

/// How a pretrained network's last blocks are fitted to the user's classes: first quick mode's linear head on
/// the frozen network's features, then both together (linear probing, then fine-tuning: Kumar et al.,
/// arXiv:2202.10054).
struct TuningPlan {
  int variant = 0;  ///< of EfficientNet-Lite
  int side = 256;   ///< of the square pictures
  int views = 8;    ///< of each picture: as it is, mirrored, and light variations
  int epochs = 6;
  double rate = 1e-4;                ///< of AdamW
  std::vector<float> class_weights;  ///< of FitOptions
  uint64_t seed = 1;
  std::filesystem::path checkpoint;  ///< of FitOptions; the caller removes it in the end
  int64_t time_limit = 0;            ///< milliseconds from now for learning; 0: none
};

struct TunedNetwork {
  graph::Graph graph;               ///< "picture" → "logits", as it runs
  media::ImageTransform transform;  ///< of its picture
  std::vector<EpochRecord> history;
  bool out_of_time = false;
};

/// Fine-tunes on the items that are not `held_out`, and judges each epoch by those that are; the best epoch
/// is kept. Items whose pictures cannot be used are left out. kCancelled, "training-diverged",
/// "weights-missing".
Result<TunedNetwork> Tune(const TuningPlan& plan, const std::vector<dataset::FrozenItem>& items,
                          const std::vector<bool>& held_out, int classes, const TrainingResources& resources,
                          Progress& progress);

}  // namespace easel::training
