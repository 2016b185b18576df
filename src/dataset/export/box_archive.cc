#include "dataset/export/box_archive.h"

#include <algorithm>
#include <array>

#include "dataset/boxes/coco.h"
#include "dataset/boxes/cvat.h"
#include "dataset/boxes/easydl_boxes.h"
#include "dataset/boxes/label_studio.h"
#include "dataset/boxes/voc.h"
#include "dataset/boxes/yolo.h"
#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

using Add = std::function<Status(const LabelFile&)>;

constexpr std::array kSplits = {store::Split::kAuto, store::Split::kTrain, store::Split::kValidation,
                                store::Split::kTest};

/// As folders and lists are called; "" for pictures that are not for anything particular.
std::string_view NameOf(store::Split split) {
  switch (split) {
    case store::Split::kTrain:
      return "train";
    case store::Split::kValidation:
      return "val";
    case store::Split::kTest:
      return "test";
    case store::Split::kAuto:
      return "";
  }
  return "";
}

std::string InFolder(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
}

/// The set with names that lead from the folder of pictures, which has folders for the splits.
BoxSet SetOf(const std::vector<std::string>& classes, const std::vector<ExportedPicture>& pictures,
             bool folders) {
  BoxSet set{classes, {}};
  for (const ExportedPicture& picture : pictures) {
    set.pictures.push_back(picture.boxed);
    if (folders) set.pictures.back().name = InFolder(NameOf(picture.split), picture.boxed.name);
  }
  return set;
}

Status WriteVocFiles(const std::vector<ExportedPicture>& pictures, const Add& add) {
  for (const ExportedPicture& picture : pictures) {
    const std::string stem(StemOf(picture.boxed.name));
    EASEL_TRY(add({"Annotations/" + stem + ".xml", WriteVoc(picture.boxed)}));
  }
  for (const store::Split split : kSplits) {
    std::string list;
    for (const ExportedPicture& picture : pictures) {
      if (picture.split == split) list += std::string(StemOf(picture.boxed.name)) + "\n";
    }
    if (split == store::Split::kAuto || list.empty()) continue;
    EASEL_TRY(add({"ImageSets/Main/" + std::string(NameOf(split)) + ".txt", list}));
  }
  return {};
}

/// A file per split, as COCO has it.
Status WriteCocoFiles(const std::vector<std::string>& classes, const std::vector<ExportedPicture>& pictures,
                      const Add& add) {
  for (const store::Split split : kSplits) {
    std::vector<ExportedPicture> part;
    std::ranges::copy_if(pictures, std::back_inserter(part),
                         [&](const ExportedPicture& picture) { return picture.split == split; });
    if (part.empty()) continue;
    const std::string name =
        split == store::Split::kAuto ? "instances" : "instances_" + std::string(NameOf(split));
    EASEL_TRY(add({"annotations/" + name + ".json", WriteCoco(SetOf(classes, part, false))}));
  }
  return {};
}

/// Ultralytics wants pictures for training and for validation; those that are for neither serve as both.
Status WriteYoloFiles(const std::vector<std::string>& classes, const std::vector<ExportedPicture>& pictures,
                      const Add& add) {
  YoloData data;
  data.classes = classes;
  const auto has = [&](store::Split split) {
    return std::ranges::find(pictures, split, &ExportedPicture::split) != pictures.end();
  };
  if (has(store::Split::kTrain)) data.train.push_back("images/train");
  if (has(store::Split::kAuto)) data.train.push_back("images/auto");
  if (has(store::Split::kValidation)) data.validation.push_back("images/val");
  if (has(store::Split::kTest)) data.test.push_back("images/test");
  if (data.train.empty()) data.train = data.validation.empty() ? data.test : data.validation;
  if (data.validation.empty()) data.validation = data.train;
  EASEL_TRY(add({"data.yaml", WriteYoloData(data)}));
  for (const ExportedPicture& picture : pictures) {
    EASEL_ASSIGN(std::string text, WriteYolo(picture.boxed, classes));
    EASEL_TRY(add({YoloLabelPath(PicturePath("yolo", picture)), std::move(text)}));
  }
  return {};
}

}  // namespace

std::string PicturePath(std::string_view format, const ExportedPicture& picture) {
  const std::string& name = picture.boxed.name;
  const std::string_view split = NameOf(picture.split);
  if (format == "voc") return "JPEGImages/" + name;
  if (format == "coco") return "images/" + name;
  if (format == "yolo") return "images/" + std::string(split.empty() ? "auto" : split) + "/" + name;
  if (format == "easydl") return InFolder(split, name);
  return "images/" + InFolder(split, name);
}

Status WriteLabelFiles(std::string_view format, const std::vector<std::string>& classes,
                       const std::vector<ExportedPicture>& pictures, const Add& add) {
  if (format == "voc") return WriteVocFiles(pictures, add);
  if (format == "coco") return WriteCocoFiles(classes, pictures, add);
  if (format == "yolo") return WriteYoloFiles(classes, pictures, add);
  if (format == "cvat") return add({"annotations.xml", WriteCvat(SetOf(classes, pictures, true))});
  if (format == "label-studio") {
    EASEL_ASSIGN(std::string text, WriteLabelStudio(SetOf(classes, pictures, true)));
    return add({"annotations.json", std::move(text)});
  }
  for (const ExportedPicture& picture : pictures) {
    const std::string path = PicturePath(format, picture);
    EASEL_TRY(add({std::string(StemOf(path)) + ".json", WriteEasydlBoxes(picture.boxed)}));
  }
  return {};
}

}  // namespace easel::dataset
