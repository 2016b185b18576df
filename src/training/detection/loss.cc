#include "training/detection/loss.h"

#include <algorithm>

#include "training/detection/targets.h"

namespace easel::training {
namespace {

constexpr int64_t kPlacesPerBox = 10;
constexpr double kLocalisation = 6;    // power of the overlap beside the score in how well a place does
constexpr double kLeastQuality = 0.3;  // promised at the beginning, when nothing overlaps yet
constexpr double kBackground = 0.75;   // weight of scores that ought to be 0
constexpr double kBoxes = 2;           // weight of the boxes beside the scores
constexpr double kTiny = 1e-9;         // shares; keeps quotients finite

torch::Tensor AreaOf(const torch::Tensor& boxes) {
  return (boxes.select(-1, 2) - boxes.select(-1, 0)) * (boxes.select(-1, 3) - boxes.select(-1, 1));
}

struct Overlaps {
  torch::Tensor iou;
  torch::Tensor giou;
};

/// Of boxes [..., 4] that broadcast against each other.
Overlaps OverlapsOf(const torch::Tensor& a, const torch::Tensor& b) {
  const auto corner = [](const torch::Tensor& boxes, int64_t first) { return boxes.narrow(-1, first, 2); };
  const torch::Tensor sides =
      (at::minimum(corner(a, 2), corner(b, 2)) - at::maximum(corner(a, 0), corner(b, 0))).clamp_min(0);
  const torch::Tensor both = sides.select(-1, 0) * sides.select(-1, 1);
  const torch::Tensor either = AreaOf(a) + AreaOf(b) - both + kTiny;
  const torch::Tensor hull_sides =
      at::maximum(corner(a, 2), corner(b, 2)) - at::minimum(corner(a, 0), corner(b, 0));
  const torch::Tensor hull = hull_sides.select(-1, 0) * hull_sides.select(-1, 1) + kTiny;
  const torch::Tensor iou = both / either;
  return {iou, iou - (hull - either) / hull};
}

/// True where a place's middle lies in a box: [N, G].
torch::Tensor Inside(const torch::Tensor& middles, const torch::Tensor& boxes) {
  const torch::Tensor place = middles.unsqueeze(1);
  const torch::Tensor box = boxes.unsqueeze(0);
  return (place > box.narrow(-1, 0, 2)).all(-1) & (place < box.narrow(-1, 2, 2)).all(-1);
}

}  // namespace

DetectionLoss::DetectionLoss(const graph::Detector& detector, const graph::Graph& network, int64_t classes)
    : classes_(classes), has_anchors_(!detector.levels.front().anchors.empty()) {
  std::vector<float> middles;
  std::vector<float> sizes;
  for (size_t i = 0; i < detector.levels.size(); ++i) {
    const graph::Shape& shape = network.At(network.outputs[i]).shape;
    const auto rows = static_cast<float>(shape[1]);
    const auto columns = static_cast<float>(shape[2]);
    std::vector<std::array<float, 2>> anchors = detector.levels[i].anchors;
    if (anchors.empty()) anchors = {{1 / columns, 1 / rows}};
    for (float y = 0.5F; y < rows; ++y) {
      for (float x = 0.5F; x < columns; ++x) {
        for (const std::array<float, 2>& anchor : anchors) {
          middles.insert(middles.end(), {x / columns, y / rows});
          sizes.insert(sizes.end(), anchor.begin(), anchor.end());
        }
      }
    }
    if (i == 0) finest_ = static_cast<int64_t>(middles.size() / 2);
  }
  middles_ = torch::tensor(middles).view({-1, 2});
  sizes_ = torch::tensor(sizes).view({-1, 2});
}

/// [B, N, 4] numbers as boxes in shares, as the runtime reads them (graph::Detector).
torch::Tensor DetectionLoss::BoxesOf(const torch::Tensor& numbers) const {
  if (has_anchors_) {
    const torch::Tensor middle = middles_ + numbers.narrow(-1, 0, 2) * sizes_;
    const torch::Tensor half = numbers.narrow(-1, 2, 2).clamp_max(graph::kMaxLogarithm).exp() * sizes_ / 2;
    return at::cat({middle - half, middle + half}, -1);
  }
  const torch::Tensor distances = numbers.clamp_max(graph::kMaxLogarithm).exp();
  return at::cat(
      {middles_ - distances.narrow(-1, 0, 2) * sizes_, middles_ + distances.narrow(-1, 2, 2) * sizes_}, -1);
}

DetectionLoss::Assignment DetectionLoss::Assign(const torch::Tensor& scores, const torch::Tensor& boxes,
                                                const torch::Tensor& truth,
                                                const torch::Tensor& labels) const {
  const int64_t places = scores.size(0);
  const torch::Tensor iou = OverlapsOf(boxes.unsqueeze(1), truth.unsqueeze(0)).iou;  // [N, G]
  torch::Tensor may = Inside(middles_, truth);
  // A box between the middles of the cells is left to the nearest one.
  const torch::Tensor centre = (truth.narrow(1, 0, 2) + truth.narrow(1, 2, 2)) / 2;
  const torch::Tensor away =
      (middles_.narrow(0, 0, finest_).unsqueeze(1) - centre.unsqueeze(0)).pow(2).sum(-1);
  may = may.clone();
  may.scatter_(0, away.argmin(0, /*keepdim=*/true), true);
  const torch::Tensor merit = scores.index_select(1, labels) * iou.pow(kLocalisation) * may;
  const torch::Tensor best = std::get<1>(merit.topk(std::min(kPlacesPerBox, places), 0));
  const torch::Tensor chosen = at::zeros_like(merit).scatter_(0, best, 1.0) * (merit > 0);
  // A place that several boxes want takes the one that it overlaps most.
  const auto [overlap, which] = (iou * chosen).max(1);
  const torch::Tensor taken = merit * chosen;
  const torch::Tensor highest = std::get<0>(taken.max(0, true)).clamp_min(1e-30);
  const torch::Tensor reach = std::get<0>((iou * chosen).max(0, true)).clamp_min(kLeastQuality);
  const torch::Tensor quality = taken / highest * reach;
  const torch::Tensor positive = at::nonzero((chosen.sum(1) > 0)).squeeze(1);
  const torch::Tensor box = which.index_select(0, positive);
  return {positive, box, quality.index_select(0, positive).gather(1, box.unsqueeze(1)).squeeze(1)};
}

ShardLoss DetectionLoss::operator()(const std::vector<torch::Tensor>& outputs, const Shard& shard) const {
  const int64_t batch = shard.targets.size(0);
  std::vector<torch::Tensor> rows;
  for (const torch::Tensor& map : outputs)  // [B, C, H, W]
    rows.push_back(map.permute({0, 2, 3, 1}).reshape({batch, -1, classes_ + 4}));
  const torch::Tensor numbers = at::cat(rows, 1);  // [B, N, K + 4]
  const torch::Tensor logits = numbers.narrow(-1, 0, classes_);
  const torch::Tensor boxes = BoxesOf(numbers.narrow(-1, classes_, 4));

  torch::Tensor wanted;
  torch::Tensor weight;
  std::vector<torch::Tensor> found;
  std::vector<torch::Tensor> meant;
  std::vector<torch::Tensor> quality;
  {
    const torch::NoGradGuard no_gradient;
    const torch::Tensor scores = logits.sigmoid();
    wanted = at::zeros_like(logits);
    weight = scores.pow(2) * kBackground;
    const torch::Tensor targets = shard.targets.view({batch, -1, kNumbersPerTarget});
    for (int64_t b = 0; b < batch; ++b) {
      const torch::Tensor real =
          targets[b].index_select(0, at::nonzero(targets[b].select(1, 0) >= 0).squeeze(1));
      const torch::Tensor ignored = real.index_select(0, at::nonzero(real.select(1, 1) > 0).squeeze(1));
      const torch::Tensor counting = real.index_select(0, at::nonzero(real.select(1, 1) == 0).squeeze(1));
      if (ignored.size(0) > 0) {
        const torch::Tensor in = Inside(middles_, ignored.narrow(1, 2, 4)).any(1, true);
        weight[b].masked_fill_(in, 0);
      }
      if (counting.size(0) == 0) continue;
      const torch::Tensor labels = counting.select(1, 0).to(torch::kLong);
      const torch::Tensor truth = counting.narrow(1, 2, 4);
      const Assignment assigned = Assign(scores[b], boxes[b], truth, labels);
      if (assigned.places.size(0) == 0) continue;
      const torch::Tensor label = labels.index_select(0, assigned.boxes);
      wanted[b].index_put_({assigned.places, label}, assigned.quality);
      weight[b].index_put_({assigned.places, label}, at::ones_like(assigned.quality));
      found.push_back(assigned.places + b * logits.size(1));
      meant.push_back(truth.index_select(0, assigned.boxes));
      quality.push_back(assigned.quality);
    }
  }
  ShardLoss loss;
  loss.sum =
      (at::binary_cross_entropy_with_logits(logits, wanted, {}, {}, at::Reduction::None) * weight).sum();
  loss.weight = std::max(1.0, wanted.sum(torch::kFloat64).item<double>());
  if (found.empty()) return loss;
  const torch::Tensor chosen = boxes.reshape({-1, 4}).index_select(0, at::cat(found));
  const torch::Tensor giou = OverlapsOf(chosen, at::cat(meant)).giou;
  loss.sum = loss.sum + ((1 - giou) * at::cat(quality)).sum() * kBoxes;
  return loss;
}

}  // namespace easel::training
