#include "store/items.h"

#include <limits>
#include <map>
#include <string>

#include "store/database.h"
#include "store/names.h"

namespace easel::store {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, hash, name, bytes, width, height, fingerprint, class, split, created FROM items ";

Result<Item> ReadItem(const Row& row) {
  return Item{.id = row.Int(0),
              .hash = row.Digest(1),
              .name = row.Text(2),
              .bytes = row.Int(3),
              .width = static_cast<int>(row.Int(4)),
              .height = static_cast<int>(row.Int(5)),
              .fingerprint = static_cast<uint64_t>(row.Int(6)),
              .class_id = row.OptionalInt(7),
              .split = static_cast<Split>(row.Int(8)),
              .created = row.Int(9)};
}

std::unexpected<Error> Unknown(ItemId id) {
  return Fail(ErrorKind::kNotFound, "item-unknown", {"There is no such item.", "没有这个数据项。"},
              {"It may have been deleted; reload the list.", "它可能已被删除，请刷新列表。"},
              std::to_string(id));
}

/// The WHERE clause of a filter: a fixed text per kind of filter, so that few statements are compiled. Its
/// parameters are project, class, split, hash; one that the filter does not want is not looked at.
std::string Where(const ItemFilter& filter) {
  std::string where = "WHERE project = ?1 ";
  if (filter.class_id) where += "AND class = ?2 ";
  if (filter.unlabelled_only) where += "AND class IS NULL ";
  if (filter.split) where += "AND split = ?3 ";
  if (filter.hash) where += "AND hash = ?4 ";
  return where;
}

std::optional<int64_t> SplitNumber(const ItemFilter& filter) {
  if (!filter.split) return std::nullopt;
  return static_cast<int64_t>(*filter.split);
}

Value HashOf(const ItemFilter& filter) {
  if (!filter.hash) return std::nullopt;
  return *filter.hash;
}

/// Finds and creates the classes of one project; remembers them for the rest of a transaction.
class ClassIds {
 public:
  ClassIds(Database& database, ProjectId project) : database_(database), project_(project) {}

  /// nullopt for the empty name.
  Result<std::optional<ClassId>> Get(std::string_view name) {
    if (name.empty()) return std::nullopt;
    if (const auto known = ids_.find(name); known != ids_.end()) return known->second;
    EASEL_ASSIGN(
        std::optional<int64_t> id,
        database_.One("SELECT id FROM classes WHERE project = ? AND name = ?", {project_, name}, ReadInt));
    if (!id) {
      EASEL_ASSIGN(id, database_.One("INSERT INTO classes (project, name) VALUES (?, ?) RETURNING id",
                                     {project_, name}, ReadInt));
    }
    ids_.emplace(name, *id);
    return id;
  }

 private:
  Database& database_;
  const ProjectId project_;
  std::map<std::string, ClassId, std::less<>> ids_;
};

struct Known {
  ItemId id = 0;
  std::string class_name;
};

Result<Known> ReadKnown(const Row& row) { return Known{.id = row.Int(0), .class_name = row.Text(1)}; }

}  // namespace

Result<std::vector<InsertOutcome>> Items::Insert(ProjectId project, std::span<const NewItem> items) {
  for (const NewItem& item : items) {
    if (!item.class_name.empty()) EASEL_TRY(CheckClassName(item.class_name));
  }
  return database_.Transact([&]() -> Result<std::vector<InsertOutcome>> {
    std::vector<InsertOutcome> outcomes;
    outcomes.reserve(items.size());
    const int64_t now = clock_.WallMillis();
    ClassIds classes(database_, project);
    for (const NewItem& item : items) {
      EASEL_ASSIGN(
          const std::optional<Known> known,
          database_.One("SELECT items.id, classes.name FROM items LEFT JOIN classes ON classes.id = class "
                        "WHERE items.project = ? AND hash = ?",
                        {project, item.hash}, ReadKnown));
      if (!known) {
        EASEL_ASSIGN(const std::optional<ClassId> class_id, classes.Get(item.class_name));
        EASEL_TRY(
            database_.Run("INSERT INTO items (project, hash, name, bytes, width, height, fingerprint, class, "
                          "split, created) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          {project, item.hash, item.name, item.bytes, item.width, item.height,
                           item.fingerprint, class_id, item.split, now}));
        outcomes.push_back(InsertOutcome::kAdded);
      } else if (item.class_name.empty() || item.class_name == known->class_name) {
        outcomes.push_back(InsertOutcome::kDuplicate);
      } else if (known->class_name.empty()) {
        EASEL_ASSIGN(const std::optional<ClassId> class_id, classes.Get(item.class_name));
        EASEL_TRY(database_.Run("UPDATE items SET class = ? WHERE id = ?", {class_id, known->id}));
        outcomes.push_back(InsertOutcome::kDuplicate);
      } else {
        outcomes.push_back(InsertOutcome::kLabelConflict);
      }
    }
    return outcomes;
  });
}

Result<Item> Items::Get(ProjectId project, ItemId id) {
  EASEL_ASSIGN(std::optional<Item> item,
               database_.One(std::string(kSelect) + "WHERE project = ? AND id = ?", {project, id}, ReadItem));
  if (!item) return Unknown(id);
  return std::move(*item);
}

Result<bool> Items::Has(ProjectId project, const Hash& hash) {
  EASEL_ASSIGN(const std::optional<int64_t> id,
               database_.One("SELECT id FROM items WHERE project = ? AND hash = ?", {project, hash}, ReadInt));
  return id.has_value();
}

Result<std::vector<Item>> Items::List(ProjectId project, const ItemFilter& filter, ItemId after, int limit) {
  return database_.All(std::string(kSelect) + Where(filter) + "AND id > ?5 ORDER BY id LIMIT ?6",
                       {project, filter.class_id, SplitNumber(filter), HashOf(filter), after, limit}, ReadItem);
}

Result<int64_t> Items::Count(ProjectId project, const ItemFilter& filter) {
  EASEL_ASSIGN(const std::optional<int64_t> count,
               database_.One("SELECT COUNT(*) FROM items " + Where(filter) + "AND id > ?5",
                             {project, filter.class_id, SplitNumber(filter), HashOf(filter), 0}, ReadInt));
  return count.value_or(0);
}

Status Items::ForEach(ProjectId project, const std::function<Status(const Item&)>& visit) {
  constexpr int kPage = 1000;
  ItemId after = 0;
  for (;;) {
    EASEL_ASSIGN(const std::vector<Item> page, List(project, {}, after, kPage));
    for (const Item& item : page) EASEL_TRY(visit(item));
    if (page.size() < kPage) return {};
    after = page.back().id;
  }
}

Status Items::SetLabel(ProjectId project, ItemId id, std::string_view class_name) {
  if (!class_name.empty()) EASEL_TRY(CheckClassName(class_name));
  return database_.Transact([&]() -> Status {
    EASEL_TRY(Get(project, id));
    EASEL_ASSIGN(const std::optional<ClassId> class_id, ClassIds(database_, project).Get(class_name));
    EASEL_TRY(database_.Run("UPDATE items SET class = ? WHERE id = ?", {class_id, id}));
    return {};
  });
}

Status Items::Delete(ProjectId project, ItemId id) {
  EASEL_ASSIGN(const int64_t deleted,
               database_.Run("DELETE FROM items WHERE project = ? AND id = ?", {project, id}));
  if (deleted == 0) return Unknown(id);
  return {};
}

Status CheckClassName(std::string_view name) {
  const size_t characters = CountPlainCharacters(name);
  if (characters >= 1 && characters <= 100) return {};
  return Fail(ErrorKind::kBadInput, "class-name-invalid",
              {"A class name has 1 to 100 characters of valid UTF-8, none of them a control character.",
               "类别名称须为 1–100 个有效的 UTF-8 字符，且不能包含控制字符。"},
              {"Rename the class (or its folder).", "请重命名该类别（或对应的文件夹）。"},
              characters == 0 ? std::string() : std::string(name));
}

}  // namespace easel::store
