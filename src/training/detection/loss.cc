#include "training/detection/loss.h"

#include <algorithm>

#include "training/detection/targets.h"

namespace easel::training {
namespace {

constexpr double kBackground = 0.75;  // weight of scores that ought to be 0
constexpr double kBoxes = 2;          // weight of the boxes beside the scores
constexpr double kTiny = 1e-9;        // shares; keeps quotients finite

torch::Tensor AreaOf(const torch::Tensor& boxes) {
  return (boxes.select(-1, 2) - boxes.select(-1, 0)) * (boxes.select(-1, 3) - boxes.select(-1, 1));
}

/// Of boxes [P, 4] with those of the other ones.
torch::Tensor GiouOf(const torch::Tensor& a, const torch::Tensor& b) {
  const auto corner = [](const torch::Tensor& boxes, int64_t first) { return boxes.narrow(-1, first, 2); };
  const torch::Tensor sides =
      (at::minimum(corner(a, 2), corner(b, 2)) - at::maximum(corner(a, 0), corner(b, 0))).clamp_min(0);
  const torch::Tensor both = sides.select(-1, 0) * sides.select(-1, 1);
  const torch::Tensor either = AreaOf(a) + AreaOf(b) - both + kTiny;
  const torch::Tensor hull_sides =
      at::maximum(corner(a, 2), corner(b, 2)) - at::minimum(corner(a, 0), corner(b, 0));
  const torch::Tensor hull = hull_sides.select(-1, 0) * hull_sides.select(-1, 1) + kTiny;
  return both / either - (hull - either) / hull;
}

std::span<float> NumbersOf(const torch::Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

}  // namespace

DetectionLoss::DetectionLoss(const graph::Detector& detector, const graph::Graph& network, int64_t classes)
    : classes_(classes), has_anchors_(!detector.levels.front().anchors.empty()) {
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
          places_.push_back({x / columns, y / rows});
          sizes.insert(sizes.end(), anchor.begin(), anchor.end());
        }
      }
    }
    if (i == 0) finest_ = places_.size();
  }
  middles_ = torch::from_blob(places_.data(), {std::ssize(places_), 2}).clone();
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

ShardLoss DetectionLoss::operator()(const std::vector<torch::Tensor>& outputs, const Shard& shard) const {
  const int64_t batch = shard.targets.size(0);
  std::vector<torch::Tensor> rows;
  for (const torch::Tensor& map : outputs)  // [B, C, H, W]
    rows.push_back(map.permute({0, 2, 3, 1}).reshape({batch, -1, classes_ + 4}));
  const torch::Tensor numbers = at::cat(rows, 1);  // [B, N, K + 4]
  const torch::Tensor logits = numbers.narrow(-1, 0, classes_);
  const torch::Tensor boxes = BoxesOf(numbers.narrow(-1, classes_, 4));
  const Lesson lesson =
      LessonOf(logits.detach().sigmoid().contiguous(), boxes.detach().contiguous(), shard.targets);
  ShardLoss loss;
  loss.sum = (at::binary_cross_entropy_with_logits(logits, lesson.scores, {}, {}, at::Reduction::None) *
              lesson.weights)
                 .sum();
  loss.weight = std::max(1.0, lesson.scores.sum(torch::kFloat64).item<double>());
  if (lesson.places.empty()) return loss;
  const torch::Tensor chosen = boxes.reshape({-1, 4}).index_select(0, torch::tensor(lesson.places));
  const torch::Tensor meant = torch::tensor(lesson.corners).view({-1, 4});
  loss.sum = loss.sum + ((1 - GiouOf(chosen, meant)) * torch::tensor(lesson.qualities)).sum() * kBoxes;
  return loss;
}

DetectionLoss::Lesson DetectionLoss::LessonOf(const torch::Tensor& scores, const torch::Tensor& boxes,
                                              const torch::Tensor& targets) const {
  Lesson lesson{at::zeros_like(scores), scores.pow(2) * kBackground, {}, {}, {}};
  const auto classes = static_cast<size_t>(classes_);
  for (int64_t item = 0; item < scores.size(0); ++item) {
    const std::span<float> wanted = NumbersOf(lesson.scores[item]);
    const std::span<float> weights = NumbersOf(lesson.weights[item]);
    const std::vector<ViewBox> all = ReadTargets(NumbersOf(targets[item]));
    std::vector<ViewBox> counting;
    for (const ViewBox& box : all) {
      if (!box.ignored) {
        counting.push_back(box);
        continue;
      }
      for (size_t place = 0; place < places_.size(); ++place) {
        if (IsInside(places_[place], box)) std::ranges::fill(weights.subspan(place * classes, classes), 0.0F);
      }
    }
    const Findings findings{places_, finest_, NumbersOf(scores[item]), NumbersOf(boxes[item]), classes};
    for (const Answer& answer : AssignPlaces(findings, counting)) {
      const ViewBox& box = counting[answer.box];
      const size_t at = answer.place * classes + static_cast<size_t>(box.label);
      wanted[at] = answer.quality;
      weights[at] = 1;
      lesson.places.push_back(item * scores.size(1) + static_cast<int64_t>(answer.place));
      lesson.corners.insert(lesson.corners.end(), {box.left, box.top, box.right, box.bottom});
      lesson.qualities.push_back(answer.quality);
    }
  }
  return lesson;
}

}  // namespace easel::training
