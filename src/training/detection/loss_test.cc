#include "training/detection/loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "graph/zoo/detector/pyramid.h"
#include "training/detection/targets.h"

namespace easel::training {
namespace {

constexpr int64_t kClasses = 2;

/// A detector without anchors with one map of 4 × 4.
struct OneMap {
  graph::Detector detector{.levels = {{}}};
  graph::Graph network = [] {
    graph::GraphBuilder builder;
    const auto x = builder.Input("x", {1, 4, 4, 1});
    const auto w = builder.Constant("w", {kClasses + 4, 1, 1, 1}, std::vector<float>(kClasses + 4));
    return builder.Finish({builder.Apply("boxes", graph::Conv2d{}, {x, w})});
  }();
  DetectionLoss loss{detector, network, kClasses};

  /// Every cell promises nothing and has a box of its own size.
  torch::Tensor Maps() const {
    torch::Tensor maps = torch::full({1, kClasses + 4, 4, 4}, -12.0F);
    maps.narrow(1, kClasses, 4).fill_(std::log(0.5F));
    return maps.set_requires_grad(true);
  }
};

Shard With(std::vector<ViewBox> boxes) {
  std::vector<float> target(kNumbersPerTarget * 4);
  WriteTargets(boxes, target);
  return {{}, torch::tensor(target).view({1, -1}), torch::ones({1})};
}

const ViewBox kCell = {0.25F, 0.5F, 0.5F, 0.75F, 1, false};  // the one of column 1, row 2

TEST(DetectionLoss, APerfectAnswerCostsNothing) {
  const OneMap one;
  torch::Tensor maps = one.Maps().detach().clone();
  maps.index_put_({0, 1, 2, 1}, 12.0F);
  const ShardLoss loss = one.loss({maps}, With({kCell}));
  EXPECT_LT(loss.sum.item<double>(), 1e-3);
  EXPECT_DOUBLE_EQ(loss.weight, 1);
}

TEST(DetectionLoss, AMissedBoxPullsAtItsCellAndClassOnly) {
  const OneMap one;
  torch::Tensor maps = one.Maps();
  one.loss({maps}, With({kCell})).sum.backward();
  const torch::Tensor pull = maps.grad().narrow(1, 0, kClasses).abs();
  EXPECT_NEAR(pull[0][1][2][1].item<double>(), 1, 1e-3);
  EXPECT_NEAR(pull.sum().item<double>(), 1, 1e-2);
}

TEST(DetectionLoss, ABoxThatIsTooSmallIsToldToGrow) {
  const OneMap one;
  torch::Tensor maps = one.Maps();
  // Three cells wide and high around the cell (1, 1): only that cell's own box is far too small, too.
  one.loss({maps}, With({{0, 0, 0.75F, 0.75F, 0, false}})).sum.backward();
  const torch::Tensor pull = maps.grad().narrow(1, kClasses, 4).sum({0, 2, 3});
  for (int64_t side = 0; side < 4; ++side) EXPECT_LT(pull[side].item<double>(), 0) << side;
}

TEST(DetectionLoss, WrongPromisesCostUnlessTheBoxIsIgnored) {
  const OneMap one;
  torch::Tensor maps = one.Maps().detach().clone();
  maps.index_put_({0, 1, 2, 1}, 3.0F);
  EXPECT_GT(one.loss({maps}, With({})).sum.item<double>(), 1);
  ViewBox ignored = kCell;
  ignored.ignored = true;
  EXPECT_LT(one.loss({maps}, With({ignored})).sum.item<double>(), 1e-3);
}

TEST(DetectionLoss, ABoxBetweenAllMiddlesIsLearntByTheNearestCell) {
  const OneMap one;
  torch::Tensor maps = one.Maps();
  one.loss({maps}, With({{0.26F, 0.51F, 0.3F, 0.55F, 0, false}})).sum.backward();
  EXPECT_LT(maps.grad()[0][0][2][1].item<double>(), -0.1);
}

TEST(DetectionLoss, DescendingItFindsTheBoxes) {
  const OneMap one;
  torch::Tensor maps = one.Maps();
  const Shard shard = With({kCell, {0.5F, 0, 1, 0.5F, 0, false}});
  for (int step = 0; step < 900; ++step) {
    if (maps.grad().defined()) maps.mutable_grad().reset();
    one.loss({maps}, shard).sum.backward();
    const torch::NoGradGuard no_gradient;
    maps.sub_(maps.grad(), 0.3 * (1 - step / 900.0));
  }
  const torch::Tensor scores = maps.detach().narrow(1, 0, kClasses).sigmoid();
  EXPECT_GT(scores[0][1][2][1].item<double>(), 0.8);
  EXPECT_GT(scores[0][0].slice(0, 0, 2).slice(1, 2, 4).max().item<double>(), 0.8);
  EXPECT_LT(scores[0][1][0][0].item<double>(), 0.1);
}

TEST(DetectionLoss, NothingToFindHasAWeightToDivideBy) {
  const OneMap one;
  EXPECT_DOUBLE_EQ(one.loss({one.Maps()}, With({})).weight, 1);
}

}  // namespace
}  // namespace easel::training
