#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "media/transform/fingerprint.h"

namespace easel::dataset {

/// Groups of near-duplicates: result[i] is the group of fingerprints[i], groups numbered in order of first
/// appearance. Union of all pairs that differ in at most `max_bits` bits (0 to 30); exact (multi-index
/// hashing, Norouzi et al. 2012), fast for 100,000, however many of them are equal.
std::vector<int> GroupNearDuplicates(const std::vector<uint64_t>& fingerprints, int max_bits);

/// Answers "is there a near-duplicate of this one already?" while pictures arrive, within
/// media::kNearDuplicateBits. About 100 bytes per distinct fingerprint. Not thread-safe.
class FingerprintIndex {
 public:
  bool HasNear(uint64_t fingerprint) const;
  void Add(uint64_t fingerprint);

 private:
  /// Two fingerprints that differ in at most kParts − 1 bits are equal in one of the parts at least.
  static constexpr int kParts = media::kNearDuplicateBits + 1;

  std::unordered_set<uint64_t> distinct_;
  std::array<std::unordered_map<uint64_t, std::vector<uint64_t>>, kParts> tables_;
};

}  // namespace easel::dataset
