#include "server/augmentation_sheet.h"

#include <algorithm>
#include <vector>

#include "media/augment/contact_sheet.h"
#include "media/encode/jpeg.h"

namespace easel::server {
namespace {

constexpr int kColumns = 5;
constexpr int kRows = 3;
constexpr int kJpegQuality = 90;

Result<std::vector<store::Item>> PicturesOf(store::Items& items, store::ProjectId project,
                                            const std::vector<store::Class>& classes,
                                            const std::optional<Hash>& chosen) {
  if (chosen) {
    EASEL_ASSIGN(auto found, items.List(project, {.hash = chosen}, 0, 1));
    if (!found.empty()) return found;
    return Fail(ErrorKind::kNotFound, "picture-unknown",
                {"There is no such picture in this project.", "项目中没有该图片。"},
                {"Choose one of the project's pictures.", "请选择项目中的图片。"}, chosen->Hex());
  }
  std::vector<store::Item> pictures;
  for (const store::Class& row : classes) {
    if (pictures.size() == kRows) break;
    EASEL_ASSIGN(const auto first, items.List(project, {.class_id = row.id}, 0, 1));
    pictures.insert(pictures.end(), first.begin(), first.end());
  }
  if (!pictures.empty()) return pictures;
  return Fail(ErrorKind::kBadInput, "no-labelled-pictures",
              {"The project has no pictures with a class yet.", "项目中还没有已标注类别的图片。"},
              {"Add pictures in a folder per class.", "请按类别文件夹添加图片。"});
}

size_t ItemsPerClass(const std::vector<store::Class>& classes) {
  size_t items = 0;
  size_t used = 0;
  for (const store::Class& row : classes) {
    items += static_cast<size_t>(row.items);
    used += row.items > 0 ? 1 : 0;
  }
  return items / std::max<size_t>(1, used);
}

Result<media::Image> PictureOf(const store::Item& item, const store::Blobs& blobs, media::Decoder& decoder,
                               const media::ImageTransform& transform) {
  EASEL_ASSIGN(const Bytes bytes, blobs.Get(item.hash));
  auto decoded = decoder.Decode(bytes, {.min_side = transform.decode_min_side});
  if (decoded) return std::move(decoded->image);
  Error error = std::move(decoded).error();
  error.item = item.name;
  return std::unexpected(std::move(error));
}

}  // namespace

Result<Bytes> AugmentationSheet(store::Catalog& catalog, const store::Blobs& blobs, media::Decoder& decoder,
                                const store::Project& project, const OptionValues& options,
                                const SheetRequest& request) {
  EASEL_ASSIGN(const auto classes, catalog.projects().Classes(project.id));
  EASEL_ASSIGN(const auto pictures, PicturesOf(catalog.items(), project.id, classes, request.item));
  const auto augmentation = media::AugmentationFrom(options, project.task, ItemsPerClass(classes));
  const media::ImageTransform transform{
      .width = request.side, .height = request.side, .decode_min_side = request.side * 5 / 4};
  const int views = pictures.size() == 1 && request.item ? kColumns * kRows : kColumns;
  const auto rows = pictures.size();
  media::Image sheet;
  for (size_t row = 0; row < rows; ++row) {
    EASEL_ASSIGN(const media::Image picture, PictureOf(pictures[row], blobs, decoder, transform));
    // No two pictures and no two seeds have a variation in common.
    const uint64_t seed = (request.seed * rows + row) * static_cast<uint64_t>(views);
    const media::Image part = media::ContactSheet(augmentation, transform, picture, kColumns, views, seed);
    if (row > 0)
      sheet.rgb.insert(sheet.rgb.end(), static_cast<size_t>(media::kSheetGap) * part.width * 3, 255);
    sheet.rgb.insert(sheet.rgb.end(), part.rgb.begin(), part.rgb.end());
    sheet.width = part.width;
    sheet.height += part.height + (row > 0 ? media::kSheetGap : 0);
  }
  return media::EncodeJpeg(sheet, kJpegQuality);
}

}  // namespace easel::server
