#include "store/boxes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "store/class_ids.h"
#include "store/database.h"
#include "store/item_rows.h"
#include "store/items.h"

namespace easel::store {
namespace {

constexpr double kSamePixels = 1e-6;  // what a number loses on its way through a text

bool IsSame(const ItemBox& a, const ItemBox& b) {
  const auto near = [](double x, double y) { return std::abs(x - y) <= kSamePixels; };
  return a.class_name == b.class_name && a.difficult == b.difficult && a.crowd == b.crowd &&
         near(a.left, b.left) && near(a.top, b.top) && near(a.width, b.width) && near(a.height, b.height);
}

constexpr std::string_view kSelectBoxes =
    "SELECT classes.name, x, y, width, height, difficult, crowd FROM boxes "
    "JOIN classes ON classes.id = boxes.class WHERE item = ? ORDER BY place";

Result<ItemBox> ReadBox(const Row& row) {
  return ItemBox{.class_name = row.Text(0),
                 .left = row.Double(1),
                 .top = row.Double(2),
                 .width = row.Double(3),
                 .height = row.Double(4),
                 .difficult = row.Int(5) != 0,
                 .crowd = row.Int(6) != 0};
}

Result<ItemBoxes> ReadState(const Row& row) {
  return ItemBoxes{.revision = row.Int(0), .labelled = row.Int(1) != 0, .boxes = {}};
}

std::unexpected<Error> Changed(ItemId item) {
  return Fail(ErrorKind::kConflict, "boxes-changed",
              {"The boxes of this picture were changed meanwhile, in another window or by somebody else.",
               "此图片的标注框已在其他窗口中或被他人修改。"},
              {"Load them again and decide which ones to keep.", "请重新加载，并决定保留哪一份。"},
              std::to_string(item));
}

}  // namespace

Result<ItemBoxes> Boxes::Get(ProjectId project, ItemId item) {
  return database_.Transact([&]() -> Result<ItemBoxes> {
    EASEL_ASSIGN(std::optional<ItemBoxes> found,
                 database_.One("SELECT revision, labelled FROM items WHERE project = ? AND id = ?",
                               {project, item}, ReadState));
    if (!found) return ItemUnknown(item);
    EASEL_ASSIGN(found->boxes, database_.All(kSelectBoxes, {item}, ReadBox));
    return std::move(*found);
  });
}

Result<ItemBoxes> Boxes::Put(ProjectId project, ItemId item, int64_t expected, bool labelled,
                             std::span<const ItemBox> boxes) {
  for (const ItemBox& box : boxes) EASEL_TRY(CheckClassName(box.class_name));
  return database_.Transact([&]() -> Result<ItemBoxes> {
    EASEL_ASSIGN(ItemBoxes stored, Get(project, item));
    if (stored.labelled == labelled && std::ranges::equal(stored.boxes, boxes, IsSame)) return stored;
    if (stored.revision != expected) return Changed(item);
    stored = {stored.revision + 1, labelled, {boxes.begin(), boxes.end()}};
    EASEL_TRY(database_.Run("DELETE FROM boxes WHERE item = ?", {item}));
    ClassIds classes(database_, project);
    for (size_t place = 0; place < boxes.size(); ++place) {
      const ItemBox& box = boxes[place];
      EASEL_ASSIGN(const std::optional<ClassId> class_id, classes.Get(box.class_name));
      EASEL_TRY(database_.Run(
          "INSERT INTO boxes (item, place, class, x, y, width, height, difficult, crowd) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {item, place, class_id, box.left, box.top, box.width, box.height, box.difficult, box.crowd}));
    }
    EASEL_TRY(database_.Run("UPDATE items SET revision = ?, labelled = ? WHERE id = ?",
                            {stored.revision, labelled, item}));
    return stored;
  });
}

Status Boxes::ForEach(ProjectId project,
                      const std::function<Status(const Item&, std::span<const ItemBox>)>& visit) {
  return items_.ForEach(project, [&](const Item& item) -> Status {
    if (!item.boxes) return {};
    EASEL_ASSIGN(const std::vector<ItemBox> boxes, database_.All(kSelectBoxes, {item.id}, ReadBox));
    return visit(item, boxes);
  });
}

Status Boxes::SetWorth(ProjectId project, std::span<const std::pair<ItemId, double>> worths) {
  return database_.Transact([&]() -> Status {
    for (const auto& [item, worth] : worths) {
      EASEL_TRY(
          database_.Run("UPDATE items SET worth = ? WHERE project = ? AND id = ?", {worth, project, item}));
    }
    return {};
  });
}

Result<std::vector<Item>> Boxes::ListByWorth(ProjectId project, int limit) {
  return database_.All(std::string(kSelectItems) +
                           "WHERE project = ? AND class IS NULL AND labelled = 0 "
                           "ORDER BY worth IS NULL, worth DESC, id LIMIT ?",
                       {project, limit}, ReadItem);
}

}  // namespace easel::store
