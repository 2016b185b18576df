#pragma once

#include <filesystem>

#include "base/progress.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::dataset {

/// Writes the project's labelled pictures as a zip with a folder per class ("folders") and a table labels.csv
/// (path, label, split), replacing `file` as a whole. Names are made safe and unique; importing the archive
/// again gives the same items, labels and splits. The same project gives the same bytes. kBadInput
/// "no-items".
Status ExportFolders(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                     const std::filesystem::path& file, Progress& progress);

}  // namespace easel::dataset
