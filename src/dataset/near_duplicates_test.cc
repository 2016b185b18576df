#include "dataset/near_duplicates.h"

#include <gtest/gtest.h>

#include <bit>
#include <chrono>
#include <map>

#include "base/random.h"

namespace easel::dataset {
namespace {

/// The definition: joins every near pair, over and over, until nothing changes.
std::vector<int> GroupsByDefinition(const std::vector<uint64_t>& prints, int max_bits) {
  std::vector<size_t> root(prints.size());
  for (size_t i = 0; i < root.size(); ++i) root[i] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t a = 0; a < prints.size(); ++a) {
      for (size_t b = 0; b < prints.size(); ++b) {
        if (std::popcount(prints[a] ^ prints[b]) > max_bits || root[a] >= root[b]) continue;
        root[b] = root[a];
        changed = true;
      }
    }
  }
  std::map<size_t, int> numbers;
  std::vector<int> groups;
  for (const size_t r : root)
    groups.push_back(numbers.try_emplace(r, static_cast<int>(numbers.size())).first->second);
  return groups;
}

/// Some random fingerprints, each with a chain of neighbours and exact copies.
std::vector<uint64_t> Clustered(uint64_t seed, size_t count) {
  Random random(seed);
  std::vector<uint64_t> prints;
  while (prints.size() < count) {
    uint64_t print = random.Below(4) == 0 ? 0 : random.Next();
    for (uint64_t copies = random.Below(6) + 1; copies > 0; --copies) {
      prints.push_back(print);
      for (uint64_t flips = random.Below(7); flips > 0; --flips) print ^= uint64_t{1} << random.Below(64);
    }
  }
  random.Shuffle(std::span(prints));
  return prints;
}

TEST(GroupNearDuplicates, AgreesWithTheDefinition) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<uint64_t> prints = Clustered(seed, 200);
    for (const int bits : {0, 1, 4, 7}) {
      EXPECT_EQ(GroupNearDuplicates(prints, bits), GroupsByDefinition(prints, bits)) << seed << " " << bits;
    }
  }
}

TEST(GroupNearDuplicates, HandlesNothing) { EXPECT_TRUE(GroupNearDuplicates({}, 4).empty()); }

TEST(GroupNearDuplicates, IsFastForAHundredThousandAndForEqualOnes) {
  Random random(1);
  std::vector<uint64_t> prints(100'000);
  for (size_t i = 0; i < prints.size(); ++i) prints[i] = i % 2 == 0 ? 0 : random.Next();
  const auto start = std::chrono::steady_clock::now();
  const std::vector<int> groups = GroupNearDuplicates(prints, 4);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_EQ(groups[0], groups[99'998]);
  EXPECT_NE(groups[0], groups[1]);
}

TEST(FingerprintIndex, AgreesWithComparingAll) {
  const std::vector<uint64_t> prints = Clustered(7, 500);
  FingerprintIndex index;
  for (size_t i = 0; i < prints.size(); ++i) {
    bool near = false;
    for (size_t k = 0; k < i; ++k) near |= std::popcount(prints[i] ^ prints[k]) <= media::kNearDuplicateBits;
    EXPECT_EQ(index.HasNear(prints[i]), near) << i;
    index.Add(prints[i]);
  }
}

}  // namespace
}  // namespace easel::dataset
