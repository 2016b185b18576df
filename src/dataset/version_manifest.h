#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "dataset/types.h"

namespace easel::dataset {

/// The manifest of a version (docs/formats/data-version.md): canonical JSON without names, so that a picture
/// that was imported under two names has the same line either way.
std::string ManifestOf(const FrozenVersion& version);

/// The inverse, as far as a manifest goes: without number and names of the pictures, and without their sizes
/// unless they have boxes. kBadInput "manifest-broken" for anything else.
Result<FrozenVersion> ParseManifest(std::span<const std::byte> bytes);

}  // namespace easel::dataset
