#include "store/items.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "store/boxes.h"
#include "store/class_ids.h"
#include "store/database.h"
#include "store/item_rows.h"
#include "store/names.h"

namespace easel::store {
namespace {

/// The WHERE clause of a filter: a fixed text per kind of filter, so that few statements are compiled. Its
/// parameters are project, class, split, hash, class of a box; one that the filter does not want is not
/// looked at.
std::string Where(const ItemFilter& filter) {
  std::string where = "WHERE project = ?1 ";
  if (filter.class_id) where += "AND class = ?2 ";
  if (filter.box_class) where += "AND id IN (SELECT item FROM boxes WHERE class = ?5) ";
  if (filter.any_class) where += "AND (class = ?5 OR id IN (SELECT item FROM boxes WHERE class = ?5)) ";
  if (filter.unlabelled_only) where += "AND class IS NULL AND labelled = 0 ";
  if (filter.split) where += "AND split = ?3 ";
  if (filter.hash) where += "AND hash = ?4 ";
  return where;
}

std::optional<int64_t> SplitNumber(const ItemFilter& filter) {
  if (!filter.split) return std::nullopt;
  return static_cast<int64_t>(*filter.split);
}

std::optional<ClassId> BoxClassOf(const ItemFilter& filter) {
  return filter.box_class ? filter.box_class : filter.any_class;
}

Value HashOf(const ItemFilter& filter) {
  if (!filter.hash) return std::nullopt;
  return *filter.hash;
}

struct Known {
  ItemId id = 0;
  std::string class_name;
  bool is_sound = false;
};

Result<Known> ReadKnown(const Row& row) {
  return Known{.id = row.Int(0), .class_name = row.Text(1), .is_sound = !row.IsNull(2)};
}

/// How far labels may be apart that a person would call the same: formats round.
constexpr double kPixels = 0.5;
constexpr double kSeconds = 0.005;

/// Whether the boxes are the same but for that; not all formats carry the flags.
bool IsAlike(const ItemBox& a, const ItemBox& b, double tolerance) {
  const auto near = [tolerance](double x, double y) { return std::abs(x - y) <= tolerance; };
  return a.class_name == b.class_name && near(a.left, b.left) && near(a.top, b.top) &&
         near(a.left + a.width, b.left + b.width) && near(a.top + a.height, b.top + b.height);
}

/// Gives an item that is there already its boxes, when it has none yet.
Result<InsertOutcome> FillBoxes(Boxes& all, ProjectId project, const Known& known,
                                const std::vector<ItemBox>& boxes) {
  const ItemId id = known.id;
  EASEL_ASSIGN(const ItemBoxes stored, all.Get(project, id));
  if (!stored.labelled) {
    EASEL_TRY(all.Put(project, id, stored.revision, true, boxes));
    return InsertOutcome::kDuplicate;
  }
  const double tolerance = known.is_sound ? kSeconds : kPixels;
  const bool same = std::ranges::equal(
      stored.boxes, boxes, [=](const ItemBox& a, const ItemBox& b) { return IsAlike(a, b, tolerance); });
  return same ? InsertOutcome::kDuplicate : InsertOutcome::kLabelConflict;
}

Status PutSound(Database& database, ItemId id, const SoundFacts& sound) {
  EASEL_TRY(database.Run(
      "UPDATE items SET seconds = ?, rate = ?, channels = ?, peak = ?, clipped = ?, quiet = ? WHERE id = ?",
      {sound.seconds, sound.rate, sound.channels, sound.peak, sound.clipped, sound.quiet, id}));
  return {};
}

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
    Boxes boxes(database_, *this);
    for (const NewItem& item : items) {
      EASEL_ASSIGN(
          const std::optional<Known> known,
          database_.One(
              "SELECT items.id, classes.name, seconds FROM items LEFT JOIN classes ON classes.id = class "
              "WHERE items.project = ? AND hash = ?",
              {project, item.hash}, ReadKnown));
      if (!known) {
        EASEL_ASSIGN(const std::optional<ClassId> class_id, classes.Get(item.class_name));
        EASEL_ASSIGN(
            const std::optional<int64_t> id,
            database_.One("INSERT INTO items (project, hash, name, bytes, width, height, fingerprint, class, "
                          "split, created, source) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                          {project, item.hash, item.name, item.bytes, item.width, item.height,
                           item.fingerprint, class_id, item.split, now, item.source},
                          ReadInt));
        if (item.sound) EASEL_TRY(PutSound(database_, *id, *item.sound));
        if (item.boxes) EASEL_TRY(boxes.Put(project, *id, 0, true, *item.boxes));
        outcomes.push_back(InsertOutcome::kAdded);
        continue;
      }
      if (!item.source.empty()) {
        EASEL_TRY(database_.Run("UPDATE items SET source = ? WHERE id = ? AND source = ''",
                                {item.source, known->id}));
      }
      if (item.split != Split::kAuto) {
        EASEL_TRY(database_.Run("UPDATE items SET split = ? WHERE id = ? AND split = ?",
                                {item.split, known->id, Split::kAuto}));
      }
      InsertOutcome outcome = InsertOutcome::kDuplicate;
      if (item.boxes) {
        EASEL_ASSIGN(outcome, FillBoxes(boxes, project, *known, *item.boxes));
      }
      if (!item.class_name.empty() && known->class_name.empty()) {
        EASEL_ASSIGN(const std::optional<ClassId> class_id, classes.Get(item.class_name));
        EASEL_TRY(database_.Run("UPDATE items SET class = ? WHERE id = ?", {class_id, known->id}));
      } else if (!item.class_name.empty() && item.class_name != known->class_name) {
        outcome = InsertOutcome::kLabelConflict;
      }
      outcomes.push_back(outcome);
    }
    return outcomes;
  });
}

Result<Item> Items::Get(ProjectId project, ItemId id) {
  EASEL_ASSIGN(
      std::optional<Item> item,
      database_.One(std::string(kSelectItems) + "WHERE project = ? AND id = ?", {project, id}, ReadItem));
  if (!item) return ItemUnknown(id);
  return std::move(*item);
}

Result<bool> Items::Has(ProjectId project, const Hash& hash) {
  EASEL_ASSIGN(
      const std::optional<int64_t> id,
      database_.One("SELECT id FROM items WHERE project = ? AND hash = ?", {project, hash}, ReadInt));
  return id.has_value();
}

Result<std::vector<Item>> Items::List(ProjectId project, const ItemFilter& filter, ItemId after, int limit) {
  return database_.All(
      std::string(kSelectItems) + Where(filter) + "AND id > ?6 ORDER BY id LIMIT ?7",
      {project, filter.class_id, SplitNumber(filter), HashOf(filter), BoxClassOf(filter), after, limit},
      ReadItem);
}

Result<int64_t> Items::Count(ProjectId project, const ItemFilter& filter) {
  EASEL_ASSIGN(
      const std::optional<int64_t> count,
      database_.One("SELECT COUNT(*) FROM items " + Where(filter) + "AND id > ?6",
                    {project, filter.class_id, SplitNumber(filter), HashOf(filter), BoxClassOf(filter), 0},
                    ReadInt));
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

Status Items::SetSource(ProjectId project, ItemId id, std::string_view source) {
  if (!source.empty()) EASEL_TRY(CheckGroupName(source));
  EASEL_ASSIGN(
      const int64_t changed,
      database_.Run("UPDATE items SET source = ? WHERE project = ? AND id = ?", {source, project, id}));
  if (changed == 0) return ItemUnknown(id);
  return {};
}

Status Items::Delete(ProjectId project, ItemId id) {
  EASEL_ASSIGN(const int64_t deleted,
               database_.Run("DELETE FROM items WHERE project = ? AND id = ?", {project, id}));
  if (deleted == 0) return ItemUnknown(id);
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

Status CheckGroupName(std::string_view name) {
  const size_t characters = CountPlainCharacters(name);
  if (characters >= 1 && characters <= 100) return {};
  return Fail(
      ErrorKind::kBadInput, "group-name-invalid",
      {"The name of a group has 1 to 100 characters of valid UTF-8, none of them a control character.",
       "分组名称须为 1–100 个有效的 UTF-8 字符，且不能包含控制字符。"},
      {"Choose another name.", "请换一个名称。"});
}

}  // namespace easel::store
