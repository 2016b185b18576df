#pragma once

#include <cstdint>
#include <vector>

#include "dataset/types.h"

namespace easel::dataset {

/// A version that is being put together: its items with the fingerprints by which copies are found.
struct Labelled {
  FrozenVersion version;
  std::vector<uint64_t> fingerprints;  ///< of version.items
};

}  // namespace easel::dataset
