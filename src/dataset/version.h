#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "base/result.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::dataset {

/// One labelled picture of a frozen version.
struct FrozenItem {
  Hash hash;              ///< the blob with the encoded file
  std::string name;
  int label = 0;          ///< index into FrozenVersion::classes
  store::Split split = store::Split::kAuto;
  int group = 0;          ///< near-duplicates share a group; a split never tears one apart
};

/// A project's labelled data as it was at one moment: what a training run works on. Immutable and reproducible: the same
/// items and labels give the same manifest bytes, whatever the order of their import.
struct FrozenVersion {
  int number = 0;
  Hash manifest;
  std::vector<std::string> classes;  ///< sorted by code points; only those with items
  std::vector<FrozenItem> items;     ///< sorted by hash
};

/// Freezes the project's labelled items, finds near-duplicates, stores the manifest and numbers it (the same number while
/// nothing changes). kBadInput: "no-items", "one-class-only", "class-too-small" (fewer than 2 distinct pictures).
Result<FrozenVersion> Freeze(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project);

/// Groups of near-duplicates: result[i] is the group of fingerprints[i], groups numbered in order of first appearance.
/// Union of all pairs that differ in at most `max_bits` bits; exact (multi-index hashing, Norouzi et al. 2012), fast for
/// 100,000.
std::vector<int> GroupNearDuplicates(const std::vector<uint64_t>& fingerprints, int max_bits);

/// Assigns each item a fold in [0, folds): stratified by label, groups whole, balanced, decided by `seed` and the items'
/// hashes only.
std::vector<int> StratifiedFolds(const std::vector<FrozenItem>& items, int folds, uint64_t seed);

}  // namespace easel::dataset
