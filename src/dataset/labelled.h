#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "dataset/types.h"
#include "store/catalog.h"

namespace easel::dataset {

/// A version that is being put together: its items with the fingerprints by which copies are found.
struct Labelled {
  FrozenVersion version;
  std::vector<uint64_t> fingerprints;  ///< of version.items
};

/// The labelled items of the project as they are now, sorted, not yet grouped, with classes or boxes as its
/// task has it. To be called in a transaction: classes and items have to fit each other.
Result<Labelled> ReadLabelled(store::Catalog& catalog, const store::Project& project);

}  // namespace easel::dataset
