#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "store/database.h"
#include "store/types.h"

/// How rows of the table `items` are read. Of this room only.
namespace easel::store {

/// To be followed by a WHERE clause.
inline constexpr std::string_view kSelectItems =
    "SELECT id, hash, name, bytes, width, height, fingerprint, class, split, created, "
    "CASE WHEN labelled = 1 THEN (SELECT COUNT(*) FROM boxes WHERE item = items.id) END, "
    "source, seconds, rate, channels, peak, clipped, quiet FROM items ";

Result<Item> ReadItem(const Row& row);

/// kNotFound "item-unknown".
std::unexpected<Error> ItemUnknown(ItemId id);

}  // namespace easel::store
