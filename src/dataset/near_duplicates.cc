#include "dataset/near_duplicates.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace easel::dataset {
namespace {

/// Part `part` of `parts`: every parts-th bit, so that a flat region of a picture (neighbouring bits) does
/// not empty a part.
uint64_t PartMask(int part, int parts) {
  uint64_t mask = 0;
  for (int bit = part; bit < 64; bit += parts) mask |= uint64_t{1} << bit;
  return mask;
}

bool Near(uint64_t a, uint64_t b, int max_bits) { return std::popcount(a ^ b) <= max_bits; }

class DisjointSets {
 public:
  explicit DisjointSets(size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), size_t{0});
  }
  size_t Find(size_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void Join(size_t a, size_t b) { parents_[Find(a)] = Find(b); }

 private:
  std::vector<size_t> parents_;
};

}  // namespace

std::vector<int> GroupNearDuplicates(const std::vector<uint64_t>& fingerprints, int max_bits) {
  std::vector<uint64_t> distinct = fingerprints;
  std::ranges::sort(distinct);
  distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());

  // Of max_bits + 2 parts, two at least are equal in a pair that differs in at most max_bits bits: for every
  // two parts, only fingerprints that are equal in both are compared.
  DisjointSets sets(distinct.size());
  const int parts = max_bits + 2;
  std::vector<std::pair<uint64_t, size_t>> keyed(distinct.size());
  for (int first = 0; first < parts; ++first) {
    for (int second = first + 1; second < parts; ++second) {
      const uint64_t mask = PartMask(first, parts) | PartMask(second, parts);
      for (size_t i = 0; i < distinct.size(); ++i) keyed[i] = {distinct[i] & mask, i};
      std::ranges::sort(keyed);
      for (size_t begin = 0, end = 0; begin < keyed.size(); begin = end) {
        while (end < keyed.size() && keyed[end].first == keyed[begin].first) ++end;
        for (size_t a = begin; a < end; ++a) {
          for (size_t b = a + 1; b < end; ++b) {
            if (Near(distinct[keyed[a].second], distinct[keyed[b].second], max_bits)) {
              sets.Join(keyed[a].second, keyed[b].second);
            }
          }
        }
      }
    }
  }

  std::vector<int> groups(fingerprints.size());
  std::vector<int> numbers(distinct.size(), -1);
  int next = 0;
  for (size_t i = 0; i < fingerprints.size(); ++i) {
    const auto place = std::ranges::lower_bound(distinct, fingerprints[i]) - distinct.begin();
    int& number = numbers[sets.Find(static_cast<size_t>(place))];
    if (number < 0) number = next++;
    groups[i] = number;
  }
  return groups;
}

bool FingerprintIndex::HasNear(uint64_t fingerprint) const {
  if (distinct_.contains(fingerprint)) return true;
  for (int part = 0; part < kParts; ++part) {
    const auto found = tables_[part].find(fingerprint & PartMask(part, kParts));
    if (found == tables_[part].end()) continue;
    for (const uint64_t other : found->second) {
      if (Near(fingerprint, other, media::kNearDuplicateBits)) return true;
    }
  }
  return false;
}

void FingerprintIndex::Add(uint64_t fingerprint) {
  if (!distinct_.insert(fingerprint).second) return;
  for (int part = 0; part < kParts; ++part) {
    tables_[part][fingerprint & PartMask(part, kParts)].push_back(fingerprint);
  }
}

}  // namespace easel::dataset
