#include "store/item_rows.h"

namespace easel::store {

namespace {

std::optional<SoundFacts> ReadSound(const Row& row) {
  if (row.IsNull(12)) return std::nullopt;
  return SoundFacts{.seconds = row.Double(12),
                    .rate = static_cast<int>(row.Int(13)),
                    .channels = static_cast<int>(row.Int(14)),
                    .peak = row.Double(15),
                    .clipped = row.Double(16),
                    .quiet = row.Double(17)};
}

}  // namespace

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
              .created = row.Int(9),
              .boxes = row.OptionalInt(10),
              .source = row.Text(11),
              .sound = ReadSound(row)};
}

std::unexpected<Error> ItemUnknown(ItemId id) {
  return Fail(ErrorKind::kNotFound, "item-unknown", {"There is no such item.", "没有这个数据项。"},
              {"It may have been deleted; reload the list.", "它可能已被删除，请刷新列表。"},
              std::to_string(id));
}

}  // namespace easel::store
