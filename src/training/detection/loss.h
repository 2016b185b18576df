#pragma once

#include <vector>

#include "graph/detector.h"
#include "training/engine/step.h"

namespace easel::training {

/// What a detector is taught: varifocal loss of the scores against the quality that each cell should promise
/// (Zhang et al., arXiv:2008.13367), and GIoU loss of the boxes (Rezatofighi et al., arXiv:1902.09630). Which
/// cells answer for which box is decided anew at each step by how well they already do, as TOOD does (Feng et
/// al., arXiv:2108.07755). Targets are those of targets.h. Thread-safe.
class DetectionLoss {
 public:
  /// `network` has the maps of the detector as its outputs.
  DetectionLoss(const graph::Detector& detector, const graph::Graph& network, int64_t classes);

  ShardLoss operator()(const std::vector<torch::Tensor>& outputs, const Shard& shard) const;

 private:
  /// Which box each place answers for, and with what quality; of one picture.
  struct Assignment {
    torch::Tensor places;   ///< [P] that answer for a box
    torch::Tensor boxes;    ///< [P] which one
    torch::Tensor quality;  ///< [P] in (0, 1]
  };
  torch::Tensor BoxesOf(const torch::Tensor& numbers) const;
  Assignment Assign(const torch::Tensor& scores, const torch::Tensor& boxes, const torch::Tensor& truth,
                    const torch::Tensor& labels) const;

  int64_t classes_;
  bool has_anchors_;
  torch::Tensor middles_;  ///< [N, 2] of the cells, x and y in shares
  torch::Tensor sizes_;    ///< [N, 2] of the cells or anchors, in shares
  int64_t finest_;         ///< places of the finest map, the first ones
};

}  // namespace easel::training
