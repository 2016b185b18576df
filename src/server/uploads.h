#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "server/http/message.h"
#include "store/catalog.h"

namespace easel::server {

/// Moves an upload into a folder of its own below `folder`, under the name that its owner calls it (made
/// safe): imports go by extensions, and a manifest must find no files but its own. The path is the caller's
/// from now on.
Result<std::filesystem::path> NameUpload(http::Upload upload, const std::filesystem::path& folder,
                                         std::string_view name);

/// Removes what an earlier run of the server left in `folder` and no unfinished job refers to, unless it was
/// written within the last hour: it may be on its way in, or to its job.
Status SweepUploads(store::Catalog& catalog, const std::filesystem::path& folder);

}  // namespace easel::server
