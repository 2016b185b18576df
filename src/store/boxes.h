#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;
class Items;

/// The labelled boxes of the items of object detection projects, and the labelled segments of recordings
/// (ItemBox). Part of Catalog; thread-safe.
class Boxes {
 public:
  Boxes(Database& database, Items& items) : database_(database), items_(items) {}

  /// kNotFound "item-unknown".
  Result<ItemBoxes> Get(ProjectId project, ItemId item);
  /// Replaces all boxes of an item, creating classes as needed; returns what is stored now. `expected` is the
  /// revision that the caller saw: kConflict "boxes-changed" when another one is stored, unless the boxes are
  /// the same, so that a call may be repeated. `labelled` = false goes with no boxes. The boxes have to be
  /// sound (dataset/boxes/faults.h). kNotFound "item-unknown", kBadInput "class-name-invalid".
  Result<ItemBoxes> Put(ProjectId project, ItemId item, int64_t expected, bool labelled,
                        std::span<const ItemBox> boxes);
  /// Calls `visit` for every labelled item by rising id with its boxes, at constant memory.
  Status ForEach(ProjectId project,
                 const std::function<Status(const Item&, std::span<const ItemBox>)>& visit);

  /// Stores how much labelling would teach a model, for some of the items; those that are gone are passed
  /// over. Comparable within a project, finite.
  Status SetWorth(ProjectId project, std::span<const std::pair<ItemId, double>> worths);
  /// Items without labels, those worth most first; those of unknown worth come last, by rising id.
  Result<std::vector<Item>> ListByWorth(ProjectId project, int limit);

 private:
  Database& database_;
  Items& items_;
};

}  // namespace easel::store
