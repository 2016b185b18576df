#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// Which items a listing wants.
struct ItemFilter {
  std::optional<ClassId> class_id;
  std::optional<ClassId> box_class;  ///< items with a box of it
  std::optional<ClassId> any_class;  ///< items of it or with a box or segment of it; not with box_class
  bool unlabelled_only = false;
  std::optional<Split> split;
  std::optional<Hash> hash;  ///< at most one item of a project has it
};

/// Part of Catalog; thread-safe.
class Items {
 public:
  Items(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Adds items, creating classes as needed, in one transaction. An item whose hash is there already is not
  /// added again: kDuplicate (its label is filled in when it had none), or kLabelConflict when it has another
  /// label, which is kept. For boxes as for the label: the same, up to half a pixel and but for flags, are no
  /// conflict. A group and a split are filled in where there were none.
  Result<std::vector<InsertOutcome>> Insert(ProjectId project, std::span<const NewItem> items);

  Result<Item> Get(ProjectId project, ItemId id);
  /// Whether the project has an item with this content.
  Result<bool> Has(ProjectId project, const Hash& hash);
  /// By rising id, `limit` after `after` (0: from the start).
  Result<std::vector<Item>> List(ProjectId project, const ItemFilter& filter, ItemId after, int limit);
  Result<int64_t> Count(ProjectId project, const ItemFilter& filter);
  /// Calls `visit` for every item by rising id, at constant memory.
  Status ForEach(ProjectId project, const std::function<Status(const Item&)>& visit);

  /// Sets or removes (empty name) the label; creates the class when it is new.
  Status SetLabel(ProjectId project, ItemId id, std::string_view class_name);
  /// Sets or removes (empty name) the group; kBadInput "group-name-invalid" as for classes.
  Status SetSource(ProjectId project, ItemId id, std::string_view source);
  Status Delete(ProjectId project, ItemId id);

 private:
  Database& database_;
  const Clock& clock_;
};

/// kBadInput "class-name-invalid" unless `name` is UTF-8 of 1–100 characters without control characters.
Status CheckClassName(std::string_view name);
/// Likewise "group-name-invalid".
Status CheckGroupName(std::string_view name);

}  // namespace easel::store
