#include "training/engine/batch.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/random.h"

namespace easel::training {
namespace {

/// What a random number is for: the last part of its seed.
enum class Purpose : uint64_t { kOrder = 1, kVariation = 2, kMixing = 3 };

uint64_t SeedOf(uint64_t seed, int epoch, uint64_t item, Purpose purpose) {
  uint64_t mixed = 0;
  for (const uint64_t part : {seed, static_cast<uint64_t>(epoch), item, static_cast<uint64_t>(purpose)})
    mixed = Random(mixed ^ part).Next();
  return mixed;
}

double Normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log1p(-random.Uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.Uniform());
}

/// The logarithm of a draw from Gamma(shape, 1) (Marsaglia & Tsang 2000), since a small shape's draws are
/// often too small for a double.
double LogGamma(Random& random, double shape) {
  const double d = shape + 1 - 1.0 / 3;
  const double boost = std::log1p(-random.Uniform()) / shape;
  while (true) {
    const double x = Normal(random);
    const double cube = 1 + x / std::sqrt(9 * d);
    const double u = 1 - random.Uniform();
    if (cube <= 0) continue;
    const double v = cube * cube * cube;
    if (std::log(u) < 0.5 * x * x + d * (1 - v + std::log(v))) return std::log(d * v) + boost;
  }
}

/// A draw from Beta(α, α).
double Beta(Random& random, double alpha) {
  const double a = LogGamma(random, alpha);
  const double b = LogGamma(random, alpha);
  return 1 / (1 + std::exp(b - a));
}

/// Replaces a box of `picture` [H, W, C] by that of `other`: 1 − `share` of the area, at a place drawn
/// evenly; what would lie outside is left out. The share of the picture that is left.
double Paste(torch::Tensor picture, const torch::Tensor& other, double share, Random& random) {
  struct Span {
    int64_t begin, end;
  };
  const double ratio = std::sqrt(1 - share);
  const auto draw = [&](int64_t length) {
    const auto half = static_cast<int64_t>(static_cast<double>(length) * ratio / 2);
    const auto centre = static_cast<int64_t>(random.Below(static_cast<uint64_t>(length)));
    return Span{std::max<int64_t>(0, centre - half), std::min(length, centre + half)};
  };
  const Span rows = draw(picture.size(0));
  const Span columns = draw(picture.size(1));
  const auto box = [&](const torch::Tensor& whole) {
    return whole.slice(0, rows.begin, rows.end).slice(1, columns.begin, columns.end);
  };
  box(picture).copy_(box(other));
  const auto pasted = static_cast<double>((rows.end - rows.begin) * (columns.end - columns.begin));
  return 1 - pasted / static_cast<double>(picture.size(0) * picture.size(1));
}

}  // namespace

std::vector<size_t> Batches::Order(int epoch) const {
  std::vector<size_t> order(examples_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  Random(SeedOf(options_.seed, epoch, 0, Purpose::kOrder)).Shuffle(std::span(order));
  return order;
}

Result<Shard> Batches::Fill(int epoch, std::span<const size_t> items) const {
  const torch::NoGradGuard no_gradient;
  const graph::Shape shape = examples_.shape();
  std::vector<int64_t> sizes = {static_cast<int64_t>(items.size())};
  sizes.insert(sizes.end(), shape.begin(), shape.end());
  Shard out{torch::empty(sizes), torch::empty({sizes[0], examples_.classes()}), torch::ones({sizes[0]})};
  const auto values = static_cast<size_t>(out.pictures.numel() / sizes[0]);
  const auto classes = static_cast<size_t>(examples_.classes());
  for (size_t i = 0; i < items.size(); ++i) {
    EASEL_TRY(examples_.Fill(items[i], SeedOf(options_.seed, epoch, items[i], Purpose::kVariation),
                             {out.pictures.data_ptr<float>() + i * values, values},
                             {out.targets.data_ptr<float>() + i * classes, classes}));
  }
  MixItems(out, epoch, items.front());
  WeighItems(out);
  const double smoothing = options_.label_smoothing;
  if (smoothing > 0) out.targets.mul_(1 - smoothing).add_(smoothing / static_cast<double>(classes));
  return out;
}

void Batches::MixItems(Shard& shard, int epoch, size_t first) const {
  const int64_t count = shard.pictures.size(0);
  const bool may_paste = options_.cutmix > 0 && shard.pictures.dim() == 4;
  if (count < 2 || (options_.mixup <= 0 && !may_paste)) return;
  Random random(SeedOf(options_.seed, epoch, first, Purpose::kMixing));
  const bool pastes = may_paste && (options_.mixup <= 0 || random.Below(2) == 0);
  // Each item is the other one of exactly one item.
  const auto turn = 1 + static_cast<int64_t>(random.Below(static_cast<uint64_t>(count - 1)));
  const Shard others{shard.pictures.roll(turn, 0), shard.targets.roll(turn, 0), {}};
  for (int64_t i = 0; i < count; ++i) {
    double share = Beta(random, pastes ? options_.cutmix : options_.mixup);
    torch::Tensor picture = shard.pictures[i];
    if (pastes) {
      share = Paste(picture, others.pictures[i], share, random);
    } else {
      picture.mul_(share).add_(others.pictures[i], 1 - share);
    }
    shard.targets[i].mul_(share).add_(others.targets[i], 1 - share);
  }
}

void Batches::WeighItems(Shard& shard) const {
  if (options_.class_weights.empty()) return;
  const torch::Tensor weights =
      torch::tensor(c10::ArrayRef<float>(options_.class_weights.data(), options_.class_weights.size()));
  shard.weights = at::mv(shard.targets, weights);
}

}  // namespace easel::training
