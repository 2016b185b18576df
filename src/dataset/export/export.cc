#include "dataset/export/export.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "dataset/export/file_names.h"
#include "dataset/export/zip_writer.h"
#include "dataset/import/csv.h"
#include "dataset/import/entry_path.h"
#include "dataset/types.h"

namespace easel::dataset {
namespace {

struct Placed {
  Hash hash;
  std::string path;  ///< in the archive
  std::string class_name;
  store::Split split = store::Split::kAuto;
  std::string group;
};

/// The labelled pictures in the order of the archive: by class, then name, then content.
Result<std::vector<Placed>> LabelledPictures(store::Catalog& catalog, store::ProjectId project) {
  std::vector<Placed> pictures;
  EASEL_TRY(catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(const std::vector<store::Class> classes, catalog.projects().Classes(project));
    std::unordered_map<store::ClassId, std::string> names;
    for (const store::Class& c : classes) names[c.id] = c.name;
    return catalog.items().ForEach(project, [&](const store::Item& item) -> Status {
      if (item.class_id)
        pictures.push_back({item.hash, item.name, names.at(*item.class_id), item.split, item.source});
      return {};
    });
  }));
  std::ranges::sort(pictures, {}, [](const Placed& p) { return std::tie(p.class_name, p.path, p.hash); });
  return pictures;
}

/// Replaces the items' names by paths in the archive: a folder per class.
Status PlacePictures(std::vector<Placed>& pictures, const store::Blobs& blobs) {
  UniqueNames folders;
  UniqueNames files;
  std::unordered_map<std::string, std::string> folder_of;
  for (Placed& picture : pictures) {
    std::string name = SafeName(FileName(picture.path));
    if (!HasPictureExtension(name)) {
      EASEL_ASSIGN(const Bytes bytes, blobs.Get(picture.hash));
      name += "." + std::string(PictureExtension(bytes));
    }
    const auto [folder, is_new] = folder_of.try_emplace(picture.class_name);
    if (is_new) folder->second = folders.Take(SafeName(picture.class_name));
    picture.path = files.Take(folder->second + "/" + name);
  }
  return {};
}

/// Importing takes classes and splits from here, so that names that folders cannot have come back too.
std::string LabelTable(const std::vector<Placed>& pictures) {
  const bool grouped =
      std::ranges::any_of(pictures, [](const Placed& picture) { return !picture.group.empty(); });
  std::string table = grouped ? "path,label,split,group\r\n" : "path,label,split\r\n";
  for (const Placed& picture : pictures) {
    table += CsvField(picture.path) + ',' + CsvField(picture.class_name) + ',' +
             std::string(SplitName(picture.split)) + (grouped ? "," + CsvField(picture.group) : "") + "\r\n";
  }
  return table;
}

}  // namespace

Status Export(store::Catalog& catalog, store::Blobs& blobs, const store::Project& project,
              std::string_view format, const std::filesystem::path& file, Progress& progress) {
  static constexpr std::array<std::string_view, 1> kClassFormats = {"folders"};
  const bool detection = project.task == store::kDetection;
  const bool listens = project.task == store::kSound;
  const std::span<const std::string_view> formats = detection ? BoxFormats()
                                                    : listens
                                                        ? SoundFormats()
                                                        : std::span<const std::string_view>(kClassFormats);
  if (format.empty()) format = detection ? "coco" : "folders";
  if (std::ranges::find(formats, format) == formats.end()) {
    std::string names;
    for (const std::string_view name : formats) names += (names.empty() ? "" : ", ") + std::string(name);
    return Fail(ErrorKind::kUsage, "format-unknown",
                {"The project's data cannot be written in this format.", "该项目的数据不能以此格式导出。"},
                {"Choose one of: " + names + ".", "可选格式：" + names + "。"}, std::string(format));
  }
  if (detection) return ExportBoxes(catalog, blobs, project.id, format, file, progress);
  if (listens) return ExportSounds(catalog, blobs, project.id, format, file, progress);
  return ExportFolders(catalog, blobs, project.id, file, progress);
}

Status ExportFolders(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                     const std::filesystem::path& file, Progress& progress) {
  EASEL_ASSIGN(std::vector<Placed> pictures, LabelledPictures(catalog, project));
  if (pictures.empty()) {
    return Fail(ErrorKind::kBadInput, "no-items",
                {"The project has no labelled pictures.", "项目中没有已标注的图片。"},
                {"Import pictures and give each a class.", "请先导入图片并为其标注类别。"});
  }
  EASEL_TRY(PlacePictures(pictures, blobs));
  EASEL_ASSIGN(const std::unique_ptr<ZipWriter> zip, ZipWriter::Create(file));
  const std::string table = LabelTable(pictures);
  EASEL_TRY(zip->Add("labels.csv", std::as_bytes(std::span(table))));
  int64_t done = 0;
  for (const Placed& picture : pictures) {
    if (progress.IsCancelled()) return Cancelled();
    EASEL_ASSIGN(const Bytes bytes, blobs.Get(picture.hash));
    EASEL_TRY(zip->Add(picture.path, bytes));
    progress.Report("export", {"Packing pictures", "正在打包图片"}, ++done,
                    static_cast<int64_t>(pictures.size()));
  }
  return zip->Finish();
}

}  // namespace easel::dataset
