#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace easel::dataset {

/// The class in an EasyDL label file, `1.json` beside `1.jpeg`: {"labels": [{"name": "cat", …}, …]}. For
/// classification the first label counts; "" when the list is empty (not labelled). kBadInput
/// "label-file-invalid", with `file` as the item, for anything else.
Result<std::string> ParseEasydlLabel(std::string_view text, std::string_view file);

/// Whether a JSON file is one of those at all: an object with the member "labels".
bool LooksLikeEasydl(std::string_view text);

}  // namespace easel::dataset
