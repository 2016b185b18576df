#pragma once

#include "base/result.h"
#include "dataset/folds.h"
#include "dataset/near_duplicates.h"
#include "dataset/other.h"
#include "dataset/types.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::dataset {

/// Freezes the project's labelled items, finds near-duplicates, stores the manifest
/// (docs/formats/data-version.md) and numbers it (the same number while nothing changes). kBadInput:
/// "no-items", "one-class-only", "class-too-small" (fewer than 2 distinct pictures). A "group" of more than
/// max(8, a tenth of the pictures) is a scene that all pictures share (a fixed camera), not a set of copies:
/// it is narrowed to equal fingerprints, and where that is as large still, to single pictures. What is of one
/// source (store::NewItem::source) is one group, however large; where there is one source alone, it says
/// nothing.
///
/// Of an object detection project: the labelled pictures with their boxes, also those where nothing is to be
/// found; the classes are those of the boxes, and one is enough. kBadInput: "no-items", "no-boxes". `other`
/// has to be null.
///
/// Of a sound classification project: recordings with a class, and those with labelled segments, which count
/// one by one.
///
/// With `other`, the version has a class "other" as well, of pictures from elsewhere (other.h); it counts
/// like a class of the user's, so that one class of pictures is enough.
Result<FrozenVersion> Freeze(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                             const OtherClass* other = nullptr);

}  // namespace easel::dataset
