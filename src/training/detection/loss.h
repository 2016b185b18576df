#pragma once

#include <vector>

#include "graph/detector.h"
#include "training/detection/assignment.h"
#include "training/engine/step.h"

namespace easel::training {

/// What a detector is taught: varifocal loss of the scores against the quality that each cell should promise
/// (Zhang et al., arXiv:2008.13367; but cells that answer for a box weigh 1 here, not their quality), and
/// GIoU loss of the boxes (Rezatofighi et al., arXiv:1902.09630). Which cells answer for which box is decided
/// anew at each step (assignment.h). Targets are those of targets.h. Thread-safe.
class DetectionLoss {
 public:
  /// `network` has the maps of the detector as its outputs.
  DetectionLoss(const graph::Detector& detector, const graph::Graph& network, int64_t classes);

  ShardLoss operator()(const std::vector<torch::Tensor>& outputs, const Shard& shard) const;

 private:
  /// What a batch is taught, [B, N, K] where nothing else is said.
  struct Lesson {
    torch::Tensor scores;          ///< that each place should promise for each class
    torch::Tensor weights;         ///< of the scores
    std::vector<int64_t> places;   ///< P of the B × N that answer for a box
    std::vector<float> corners;    ///< P × 4, of those boxes
    std::vector<float> qualities;  ///< P: the weights of their boxes
  };
  torch::Tensor BoxesOf(const torch::Tensor& numbers) const;
  Lesson LessonOf(const torch::Tensor& scores, const torch::Tensor& boxes,
                  const torch::Tensor& targets) const;

  int64_t classes_;
  bool has_anchors_;
  std::vector<Point> places_;  ///< N, the middles of their cells
  torch::Tensor middles_;      ///< [N, 2], the same
  torch::Tensor sizes_;        ///< [N, 2] of the cells or anchors, in shares
  size_t finest_;              ///< places of the finest map, the first ones
};

}  // namespace easel::training
