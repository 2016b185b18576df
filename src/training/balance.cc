#include "training/balance.h"

#include <algorithm>
#include <numeric>

namespace easel::training {

std::vector<float> ClassWeights(const OptionValues& options, std::span<const int64_t> counts) {
  const std::string balance = options.Text("balance");
  const auto [least, most] = std::ranges::minmax(counts);
  if (balance == "none" || (balance == "auto" && most < kUnequal * least)) return {};
  const auto items = static_cast<double>(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
  const auto classes = static_cast<double>(counts.size());
  std::vector<float> weights;
  for (const int64_t count : counts) {
    weights.push_back(count == 0 ? 0 : static_cast<float>(items / (classes * static_cast<double>(count))));
  }
  return weights;
}

Text BalanceRemark() {
  return {
      "The classes are unequal, so pictures of small classes counted more in training: each class counts "
      "alike.",
      "各类别数量不均衡，因此训练时提高了小类别图片的权重：每个类别同等重要。"};
}

}  // namespace easel::training
