#include "training/engine/batch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

namespace easel::training {
namespace {

/// Item i is a picture of nothing but i, of class i.
class Numbers final : public Examples {
 public:
  explicit Numbers(size_t size, graph::Shape shape = {8, 6, 2}) : size_(size), shape_(std::move(shape)) {}
  size_t size() const override { return size_; }
  graph::Shape shape() const override { return shape_; }
  int64_t classes() const override { return static_cast<int64_t>(size_); }
  Status Fill(size_t i, std::optional<uint64_t>, std::span<float> picture,
              std::span<float> target) const override {
    std::ranges::fill(picture, static_cast<float>(i));
    std::ranges::fill(target, 0.0F);
    target[i] = 1;
    return {};
  }

 private:
  size_t size_;
  graph::Shape shape_;
};

std::vector<size_t> All(size_t count) {
  std::vector<size_t> items(count);
  std::iota(items.begin(), items.end(), size_t{0});
  return items;
}

Shard Fill(const Examples& examples, const FitOptions& options, int epoch = 0) {
  return Batches(examples, options).Fill(epoch, All(examples.size())).value();
}

/// The shares that the items of many shards have kept of themselves.
std::vector<double> Shares(const Examples& examples, const FitOptions& options, int epochs) {
  std::vector<double> shares;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const torch::Tensor own = Fill(examples, options, epoch).targets.diagonal().contiguous();
    shares.insert(shares.end(), own.data_ptr<float>(), own.data_ptr<float>() + own.numel());
  }
  return shares;
}

TEST(Batches, AnEpochHasEachItemOnceInAnOrderOfItsOwn) {
  const Numbers examples(50);
  const FitOptions options;
  const std::vector<size_t> order = Batches(examples, options).Order(3);
  EXPECT_EQ(std::set<size_t>(order.begin(), order.end()).size(), 50U);
  EXPECT_EQ(Batches(examples, options).Order(3), order);
  EXPECT_NE(Batches(examples, options).Order(4), order);
}

TEST(Batches, MixupMixesPicturesAndTargetsByTheSameShare) {
  const Numbers examples(8);
  const Shard shard = Fill(examples, {.mixup = 0.4});
  const torch::Tensor numbers = at::arange(8, torch::kFloat32);
  // The mean of the numbers by their shares is what every pixel has to be.
  const torch::Tensor expected = at::mv(shard.targets, numbers).reshape({8, 1, 1, 1});
  EXPECT_TRUE(at::allclose(shard.pictures, expected.expand_as(shard.pictures), 1e-5, 1e-5));
  EXPECT_TRUE(at::allclose(shard.targets.sum(1), torch::ones({8})));
  EXPECT_TRUE(at::allclose(shard.targets.gt(0).sum(0), torch::full({8}, 2, torch::kInt64)))
      << "each item is itself and the other of one";
}

TEST(Batches, SharesAreDrawnFromTheBetaDistribution) {
  const Numbers examples(16, {1});
  for (const double alpha : {0.01, 0.2, 1.0, 4.0}) {
    const std::vector<double> shares = Shares(examples, {.mixup = alpha}, 1000);
    const auto count = static_cast<double>(shares.size());
    const double mean = std::accumulate(shares.begin(), shares.end(), 0.0) / count;
    double variance = 0;
    for (const double share : shares) variance += (share - mean) * (share - mean) / count;
    const double expected = 1 / (4 * (2 * alpha + 1));
    EXPECT_NEAR(mean, 0.5, 5 * std::sqrt(expected / count)) << alpha;
    EXPECT_NEAR(variance, expected, 0.03 * expected) << alpha;
  }
}

TEST(Batches, CutmixPastesAsMuchAsTheTargetSays) {
  const Numbers examples(8);
  int pasted = 0;
  for (int epoch = 0; epoch < 20; ++epoch) {
    const Shard shard = Fill(examples, {.cutmix = 1}, epoch);
    for (int64_t i = 0; i < 8; ++i) {
      const torch::Tensor is_own = shard.pictures[i].eq(static_cast<double>(i));
      const double share = is_own.to(torch::kFloat64).mean().item<double>();
      ASSERT_NEAR(shard.targets[i][i].item<float>(), share, 1e-6);
      if (share == 1) continue;
      ++pasted;
      const torch::Tensor others = shard.pictures[i].masked_select(is_own.logical_not());
      const auto other = others[0].item<int64_t>();
      ASSERT_TRUE(others.eq(other).all().item<bool>());
      ASSERT_NEAR(shard.targets[i][other].item<float>(), 1 - share, 1e-6);
    }
  }
  EXPECT_GT(pasted, 100);
}

TEST(Batches, CutmixLeavesRowsWithoutAPictureAlone) {
  const Numbers rows(8, {5});
  EXPECT_TRUE(Fill(rows, {.cutmix = 1}).targets.equal(at::eye(8)));
  EXPECT_FALSE(Fill(rows, {.mixup = 1, .cutmix = 1}).targets.equal(at::eye(8)));
}

TEST(Batches, EitherKindOfMixingComesAboutEvenly) {
  const Numbers examples(8);
  int mixed = 0;
  for (int epoch = 0; epoch < 400; ++epoch) {
    const Shard shard = Fill(examples, {.mixup = 1, .cutmix = 1}, epoch);
    // Mixup alone makes numbers that no item has.
    mixed += shard.pictures.eq(shard.pictures.round()).all().item<bool>() ? 0 : 1;
  }
  EXPECT_NEAR(mixed, 200, 50);
}

TEST(Batches, TheSameShardHasTheSameBitsAndAnotherEpochOthers) {
  const Numbers examples(8);
  const FitOptions options{.mixup = 0.2, .cutmix = 1};
  const Shard shard = Fill(examples, options, 2);
  EXPECT_TRUE(Fill(examples, options, 2).pictures.equal(shard.pictures));
  EXPECT_FALSE(Fill(examples, options, 3).pictures.equal(shard.pictures));
  FitOptions other = options;
  other.seed = 2;
  EXPECT_FALSE(Fill(examples, other, 2).pictures.equal(shard.pictures));
}

TEST(Batches, AnItemWeighsWhatItsClassesDoWhateverTheSmoothing) {
  const Numbers examples(4);
  FitOptions options{.label_smoothing = 0.4, .class_weights = {1, 2, 4, 8}};
  EXPECT_TRUE(Fill(examples, options).weights.equal(torch::tensor({1.0F, 2.0F, 4.0F, 8.0F})));
  EXPECT_NEAR(Fill(examples, options).targets[1][1].item<float>(), 0.7, 1e-6);
  options.label_smoothing = 0;
  options.mixup = 1;
  const Shard mixed = Fill(examples, options);
  EXPECT_TRUE(at::allclose(mixed.weights, at::mv(mixed.targets, torch::tensor({1.0F, 2.0F, 4.0F, 8.0F}))));
}

}  // namespace
}  // namespace easel::training
