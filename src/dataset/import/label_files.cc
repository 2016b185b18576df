#include "dataset/import/label_files.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "dataset/boxes/coco.h"
#include "dataset/boxes/cvat.h"
#include "dataset/boxes/easydl_boxes.h"
#include "dataset/boxes/label_studio.h"
#include "dataset/import/box_format.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"

namespace easel::dataset {
namespace {

constexpr size_t kMaxYoloBytes = size_t{1} << 30;

}  // namespace

Result<std::string> TakeStart(const Pieces& pieces) {
  constexpr size_t kEnough = 4096;
  std::string start;
  while (start.size() < kEnough) {
    EASEL_ASSIGN(const std::string_view piece, pieces());
    if (piece.empty()) break;
    start += piece;
  }
  return start;
}

Pieces WithStart(std::string_view start, const Pieces& rest) {
  return [start, rest]() mutable -> Result<std::string_view> {
    if (!start.empty()) return std::exchange(start, {});
    return rest();
  };
}

Result<std::string> Gather(const Pieces& pieces, std::string_view file, std::string start, size_t max_bytes) {
  while (true) {
    EASEL_ASSIGN(const std::string_view piece, pieces());
    if (piece.empty()) return start;
    if (start.size() + piece.size() > max_bytes) return std::unexpected(EntryTooLarge(std::string(file)));
    start += piece;
  }
}

bool LabelFiles::Wants(std::string_view path) const {
  const std::string extension = ExtensionOf(path);
  switch (format_) {
    case Format::kVoc:
    case Format::kCvat:
      return extension == "xml";
    case Format::kCoco:
    case Format::kEasydl:
    case Format::kLabelStudio:
      return extension == "json";
    case Format::kYolo:
      return extension == "txt" || IsYoloClassList(path);
    default:
      return false;
  }
}

Result<bool> LabelFiles::Read(const std::string& path, const Pieces& pieces) {
  const auto read = [&]() -> Result<bool> {
    EASEL_ASSIGN(std::string start, TakeStart(pieces));
    // A text without a line yet, such as an empty one, may still belong to YOLO's pictures.
    if (format_ != Format::kYolo && BoxFormatOf(path, start) != format_) return false;
    if (format_ == Format::kCoco || format_ == Format::kCvat || format_ == Format::kLabelStudio) {
      EASEL_TRY(ReadSet(path, WithStart(start, pieces)));
      return true;
    }
    EASEL_ASSIGN(std::string text, Gather(pieces, path, std::move(start),
                                          format_ == Format::kEasydl ? kMaxEasydlText : kMaxText));
    EASEL_TRY(ReadSingle(path, std::move(text)));
    return true;
  };
  Result<bool> is_one = read();
  if (boxes_ > kMaxBoxes || all_.size() > kMaxPictures || yolo_bytes_ > kMaxYoloBytes) {
    return std::unexpected(TooManyBoxes(path, kMaxBoxes));
  }
  if (is_one) return is_one;
  broken_.emplace(path, std::move(is_one).error());
  return true;
}

Status LabelFiles::ReadSet(const std::string& path, const Pieces& pieces) {
  const auto read = [&]() -> Result<BoxSet> {
    if (format_ == Format::kCoco) return ReadCoco(pieces, path, faults_);
    if (format_ == Format::kCvat) return ReadCvat(pieces, path, faults_);
    return ReadLabelStudio(pieces, path, [](std::string_view) { return std::nullopt; }, faults_);
  };
  EASEL_ASSIGN(BoxSet set, read());
  for (BoxedPicture& picture : set.pictures) Keep({path, false, std::move(picture), {}});
  return {};
}

Status LabelFiles::ReadSingle(const std::string& path, std::string text) {
  if (format_ == Format::kVoc) {
    EASEL_ASSIGN(BoxedPicture picture, ReadVoc(text, path, corners_, faults_));
    Keep({path, true, std::move(picture), {}});
    return {};
  }
  if (format_ == Format::kEasydl) {
    EASEL_ASSIGN(BoxedPicture picture, ReadEasydlBoxes(text, path, path, faults_));
    picture.name.clear();
    Keep({path, true, std::move(picture), {}});
    return {};
  }
  if (IsYoloClassList(path)) return ReadClassNames(path, text);
  yolo_bytes_ += text.size();
  Keep({path, true, {}, std::move(text)});
  return {};
}

Status LabelFiles::ReadClassNames(const std::string& path, const std::string& text) {
  if (!IsYoloData(path)) {
    EASEL_ASSIGN(std::vector<std::string> names, ReadYoloNames(text, path));
    class_names_.push_back({path, std::move(names)});
    return {};
  }
  EASEL_ASSIGN(YoloData data, ReadYoloData(text, path));
  class_names_.push_back({path, data.classes});
  yolo_data_.push_back(std::move(data));
  return {};
}

void LabelFiles::Keep(PictureLabels labels) {
  boxes_ += labels.picture.boxes.size();
  all_.push_back(std::move(labels));
}

Status LabelFiles::Finish() {
  if (format_ != Format::kYolo || !class_names_.empty()) return {};
  const auto boxes =
      std::ranges::find_if(all_, [](const PictureLabels& labels) { return LooksLikeYolo(labels.yolo); });
  if (boxes == all_.end()) return {};
  return Fail(ErrorKind::kBadInput, "class-list-missing",
              {"YOLO's label files number the classes, and no list of their names is there.",
               "YOLO 标注文件只有类别编号，但没有找到类别名称列表。"},
              {"Add data.yaml, or classes.txt with a name on each line.",
               "请添加 data.yaml，或每行一个类别名称的 classes.txt。"},
              boxes->file);
}

/// data.yaml speaks for all; of lists of names, the nearest one that lies above the label file does, else the
/// one that shares most folders with it.
const std::vector<std::string>& LabelFiles::ClassesFor(std::string_view label_file) const {
  static const std::vector<std::string> none;
  const auto nearest = std::ranges::max_element(class_names_, {}, [&](const ClassNames& names) {
    const size_t common = CommonFolders(names.file, label_file);
    const bool above = common == static_cast<size_t>(std::ranges::count(names.file, '/'));
    return std::tuple(IsYoloData(names.file), above, common);
  });
  return nearest == class_names_.end() ? none : nearest->names;
}

std::optional<std::vector<LabelledBox>> LabelFiles::BoxesIn(const PictureLabels& labels,
                                                            const std::string& picture, PictureSize size,
                                                            BoxFaults& faults) const {
  BoxedPicture placed = labels.picture;
  placed.name = picture;
  if (format_ == Format::kYolo) {
    Result<BoxedPicture> read =
        ReadYolo(labels.yolo, labels.file, ClassesFor(labels.file), picture, size, faults);
    if (!read) {
      faults.Add(std::move(read).error());
      return std::nullopt;
    }
    placed = std::move(*read);
  } else {
    if (placed.size.known() && placed.size != size) faults.Add(PictureSizeDiffers(picture));
    if (Status sound = KeepSoundBoxes(placed, size, faults); !sound) {
      faults.Add(std::move(sound).error());
      return std::nullopt;
    }
  }
  if (placed.boxes.empty() && placed.dropped > 0) return std::nullopt;
  return std::move(placed.boxes);
}

}  // namespace easel::dataset
