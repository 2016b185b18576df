#include "training/detection/assignment.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "training/engine/libtorch.h"

namespace easel::training {
namespace {

/// Places of a map of 8 × 8 cells and one of 4 × 4.
std::vector<Point> TwoMaps() {
  std::vector<Point> middles;
  for (const int side : {8, 4}) {
    for (int i = 0; i < side * side; ++i) {
      const auto cell = static_cast<float>(side);
      middles.push_back(
          {(static_cast<float>(i % side) + 0.5F) / cell, (static_cast<float>(i / side) + 0.5F) / cell});
    }
  }
  return middles;
}

struct Scene {
  std::vector<Point> middles = TwoMaps();
  std::vector<float> scores;  ///< of two classes
  std::vector<float> corners;

  explicit Scene(uint64_t seed) {
    Random random(seed);
    const auto draw = [&](double low, double high) {
      return static_cast<float>(low + (high - low) * random.Uniform());
    };
    for (const Point middle : middles) {
      for (int label = 0; label < 2; ++label) scores.push_back(draw(0, 1));
      for (const float side : {middle.x, middle.y}) corners.push_back(side - draw(0.02, 0.3));
      for (const float side : {middle.x, middle.y}) corners.push_back(side + draw(0.02, 0.3));
    }
  }

  std::vector<Answer> Assign(std::span<const ViewBox> boxes) const {
    return AssignPlaces({middles, 64, scores, corners, 2}, boxes);
  }
};

std::vector<ViewBox> AnyBoxes(uint64_t seed, size_t count) {
  Random random(seed);
  std::vector<ViewBox> boxes;
  for (size_t i = 0; i < count; ++i) {
    const auto left = static_cast<float>(0.8 * random.Uniform());
    const auto top = static_cast<float>(0.8 * random.Uniform());
    const auto width = static_cast<float>(0.01 + 0.3 * random.Uniform());
    const auto height = static_cast<float>(0.01 + 0.3 * random.Uniform());
    boxes.push_back({left, top, left + width, top + height, static_cast<int>(random.Below(2)), false});
  }
  return boxes;
}

/// The same in tensors, as the paper's authors write it: the oracle.
std::vector<Answer> InTensors(const Scene& scene, const std::vector<ViewBox>& boxes) {
  const auto places = static_cast<int64_t>(scene.middles.size());
  const auto found = torch::tensor(scene.corners).view({places, 1, 4});
  std::vector<float> numbers;
  std::vector<int64_t> labels;
  for (const ViewBox& box : boxes) {
    numbers.insert(numbers.end(), {box.left, box.top, box.right, box.bottom});
    labels.push_back(box.label);
  }
  const auto truth = torch::tensor(numbers).view({1, -1, 4});
  const auto sides = (at::minimum(found.narrow(2, 2, 2), truth.narrow(2, 2, 2)) -
                      at::maximum(found.narrow(2, 0, 2), truth.narrow(2, 0, 2)))
                         .clamp_min(0);
  const auto area = [](const torch::Tensor& b) {
    return (b.select(2, 2) - b.select(2, 0)) * (b.select(2, 3) - b.select(2, 1));
  };
  const auto both = sides.prod(2);
  const auto iou = both / (area(found) + area(truth) - both);
  std::vector<float> flat;
  for (const Point middle : scene.middles) flat.insert(flat.end(), {middle.x, middle.y});
  const auto middles = torch::tensor(flat).view({places, 1, 2});
  auto may = ((middles > truth.narrow(2, 0, 2)) & (middles < truth.narrow(2, 2, 2))).all(2);
  const auto centres = (truth.narrow(2, 0, 2) + truth.narrow(2, 2, 2)) / 2;
  const auto nearest = (middles.narrow(0, 0, 64) - centres).pow(2).sum(2).argmin(0, true);
  may.scatter_(0, nearest, true);
  const auto merit =
      torch::tensor(scene.scores).view({places, 2}).index_select(1, torch::tensor(labels)) * iou.pow(6) * may;
  const auto chosen = at::zeros_like(merit).scatter_(0, std::get<1>(merit.topk(10, 0)), 1.0) * (merit > 0);
  const auto taken = merit * chosen;
  const auto quality = taken / std::get<0>(taken.max(0, true)).clamp_min(1e-30) *
                       std::get<0>((iou * chosen).max(0, true)).clamp_min(0.3);
  const auto which = (iou * chosen).argmax(1);
  std::vector<Answer> answers;
  for (int64_t place = 0; place < places; ++place) {
    if (chosen[place].sum().item<float>() == 0) continue;
    const auto box = which[place].item<int64_t>();
    answers.push_back(
        {static_cast<size_t>(place), static_cast<size_t>(box), quality[place][box].item<float>()});
  }
  return answers;
}

TEST(AssignPlaces, AgreesWithTheSameInTensors) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Scene scene(seed);
    const std::vector<ViewBox> boxes = AnyBoxes(seed + 100, 1 + seed % 12);
    const std::vector<Answer> answers = scene.Assign(boxes);
    const std::vector<Answer> expected = InTensors(scene, boxes);
    ASSERT_EQ(answers.size(), expected.size()) << seed;
    for (size_t i = 0; i < answers.size(); ++i) {
      EXPECT_EQ(answers[i].place, expected[i].place) << seed;
      EXPECT_EQ(answers[i].box, expected[i].box) << seed;
      EXPECT_NEAR(answers[i].quality, expected[i].quality, 1e-4) << seed;
    }
  }
}

TEST(AssignPlaces, ABoxThatNothingOverlapsHasNoPlace) {
  Scene scene(1);
  for (float& corner : scene.corners) corner = -1;
  EXPECT_TRUE(scene.Assign(AnyBoxes(1, 3)).empty());
}

TEST(AssignPlaces, NoBoxesNoAnswers) { EXPECT_TRUE(Scene(1).Assign({}).empty()); }

}  // namespace
}  // namespace easel::training
