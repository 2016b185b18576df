#include <algorithm>
#include <array>
#include <tuple>

#include "dataset/export/box_archive.h"
#include "dataset/export/export.h"
#include "dataset/export/file_names.h"
#include "dataset/export/zip_writer.h"
#include "dataset/import/box_format.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/split_hints.h"

namespace easel::dataset {
namespace {

struct Contents {
  std::vector<std::string> classes;
  std::vector<ExportedPicture> pictures;  ///< by name, then content
};

Result<Contents> ReadContents(store::Catalog& catalog, store::ProjectId project) {
  Contents out;
  EASEL_TRY(catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(const std::vector<store::Class> classes, catalog.projects().Classes(project));
    for (const store::Class& c : classes) {
      if (c.boxes > 0) out.classes.push_back(c.name);
    }
    return catalog.boxes().ForEach(
        project, [&](const store::Item& item, std::span<const store::ItemBox> boxes) -> Status {
          ExportedPicture& picture = out.pictures.emplace_back();
          picture.hash = item.hash;
          picture.split = item.split;
          picture.boxed.name = item.name;
          picture.boxed.size = {item.width, item.height};
          for (const store::ItemBox& box : boxes) {
            picture.boxed.boxes.push_back(
                {{box.left, box.top, box.width, box.height}, box.class_name, box.difficult, box.crowd});
          }
          return {};
        });
  }));
  std::ranges::sort(out.classes);
  std::ranges::sort(out.pictures, {}, [](const ExportedPicture& picture) {
    return std::tie(picture.boxed.name, picture.hash);
  });
  return out;
}

/// Label files are called like their pictures, so stems have to differ, and must not read as lists.
Status GiveNames(std::vector<ExportedPicture>& pictures, const store::Blobs& blobs) {
  UniqueNames stems;
  for (ExportedPicture& picture : pictures) {
    const std::string name = SafeName(FileName(picture.boxed.name));
    std::string extension = HasPictureExtension(name) ? ExtensionOf(name) : "";
    std::string stem = extension.empty() ? name : std::string(StemOf(name));
    if (extension.empty()) {
      EASEL_ASSIGN(const Bytes bytes, blobs.Get(picture.hash));
      extension = PictureExtension(bytes);
    }
    const std::string text = stem + ".txt";
    const bool is_list = IsYoloClassList(text) || SplitHints::SplitOfList(text) != store::Split::kAuto;
    // Lists of stems, as Pascal VOC has them, could not tell "1.jpg.jpg" from "1.jpg".
    if (stem.empty() || is_list || HasPictureExtension(stem)) stem += "_";
    picture.boxed.name = stems.Take(stem + ".x");
    picture.boxed.name.resize(picture.boxed.name.size() - 1);
    picture.boxed.name += extension;
  }
  return {};
}

}  // namespace

std::span<const std::string_view> BoxFormats() {
  static constexpr std::array<std::string_view, 6> kFormats = {"voc",    "coco", "yolo",
                                                               "easydl", "cvat", "label-studio"};
  return kFormats;
}

Status ExportBoxes(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                   std::string_view format, const std::filesystem::path& file, Progress& progress) {
  EASEL_ASSIGN(Contents contents, ReadContents(catalog, project));
  if (contents.pictures.empty()) {
    return Fail(ErrorKind::kBadInput, "no-items",
                {"The project has no labelled pictures.", "项目中没有已标注的图片。"},
                {"Import pictures with boxes, or draw them in the studio.",
                 "请导入带标注框的图片，或在页面上画框。"});
  }
  EASEL_TRY(GiveNames(contents.pictures, blobs));
  EASEL_ASSIGN(const std::unique_ptr<ZipWriter> zip, ZipWriter::Create(file));
  EASEL_TRY(WriteLabelFiles(format, contents.classes, contents.pictures, [&](const LabelFile& label_file) {
    return zip->Add(label_file.path, std::as_bytes(std::span(label_file.text)));
  }));
  int64_t done = 0;
  for (const ExportedPicture& picture : contents.pictures) {
    if (progress.IsCancelled()) return Cancelled();
    EASEL_ASSIGN(const Bytes bytes, blobs.Get(picture.hash));
    EASEL_TRY(zip->Add(PicturePath(format, picture), bytes));
    progress.Report("export", {"Packing pictures", "正在打包图片"}, ++done,
                    static_cast<int64_t>(contents.pictures.size()));
  }
  return zip->Finish();
}

}  // namespace easel::dataset
