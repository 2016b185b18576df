#include "dataset/folds.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/random.h"

namespace easel::dataset {
namespace {

/// Items that have to stay together.
struct Unit {
  std::vector<size_t> members;
  uint64_t order =
      std::numeric_limits<uint64_t>::max();  ///< pseudo-random; of the first member by that order
  std::map<int, int> labels;                 ///< label → items
};

uint64_t SeededOrder(const Hash& hash, uint64_t seed) {
  uint64_t value;
  std::memcpy(&value, hash.bytes.data(), sizeof value);
  return Random(value ^ seed).Next();
}

std::vector<Unit> UnitsOf(const std::vector<FrozenItem>& items, uint64_t seed) {
  std::unordered_map<int, size_t> place;
  std::vector<Unit> units;
  for (size_t i = 0; i < items.size(); ++i) {
    const auto [at, is_new] = place.try_emplace(items[i].group, units.size());
    if (is_new) units.emplace_back();
    Unit& unit = units[at->second];
    unit.members.push_back(i);
    unit.order = std::min(unit.order, SeededOrder(items[i].hash, seed));
    for (const int label : LabelsOf(items[i])) ++unit.labels[label];
  }
  // The largest first: what is placed last evens out the rest.
  std::ranges::sort(units, [](const Unit& a, const Unit& b) {
    return std::tuple(b.members.size(), a.order) < std::tuple(a.members.size(), b.order);
  });
  return units;
}

}  // namespace

std::vector<int> StratifiedFolds(const std::vector<FrozenItem>& items, int folds, uint64_t seed) {
  int classes = 0;
  for (const FrozenItem& item : items) classes = std::max(classes, std::ranges::max(LabelsOf(item)) + 1);
  std::vector<double> totals(static_cast<size_t>(classes), 0);
  for (const FrozenItem& item : items) {
    for (const int label : LabelsOf(item)) ++totals[static_cast<size_t>(label)];
  }

  std::vector<std::vector<int>> placed(static_cast<size_t>(folds), std::vector<int>(totals.size(), 0));
  std::vector<size_t> sizes(static_cast<size_t>(folds), 0);
  std::vector<int> result(items.size());
  for (const Unit& unit : UnitsOf(items, seed)) {
    // The fold in which the unit adds least to the sum over folds and labels of (share of the label)².
    size_t best = 0;
    double best_cost = std::numeric_limits<double>::infinity();
    for (size_t fold = 0; fold < placed.size(); ++fold) {
      double cost = 0;
      for (const auto& [label, count] : unit.labels) {
        const auto l = static_cast<size_t>(label);
        cost += count * (2.0 * placed[fold][l] + count) / (totals[l] * totals[l]);
      }
      if (std::tuple(cost, sizes[fold]) < std::tuple(best_cost, sizes[best])) {
        best = fold;
        best_cost = cost;
      }
    }
    for (const auto& [label, count] : unit.labels) placed[best][static_cast<size_t>(label)] += count;
    sizes[best] += unit.members.size();
    for (const size_t member : unit.members) result[member] = static_cast<int>(best);
  }
  return result;
}

}  // namespace easel::dataset
