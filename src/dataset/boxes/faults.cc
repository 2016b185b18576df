#include "dataset/boxes/faults.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "dataset/boxes/number.h"
#include "dataset/import/entry_path.h"
#include "store/items.h"

namespace easel::dataset {
namespace {

Error Fault(std::string code, Text message, Text hint, std::string item) {
  return {ErrorKind::kBadInput, std::move(code), std::move(message), std::move(hint), std::move(item)};
}

struct Edges {
  double right = kMaxSide;
  double bottom = kMaxSide;
};

Edges EdgesOf(PictureSize size) {
  if (!size.known()) return {};
  return {static_cast<double>(size.width), static_cast<double>(size.height)};
}

/// Why the box cannot be used.
std::optional<Error> FaultOf(const LabelledBox& labelled, Edges edges, const std::string& item) {
  const Box& box = labelled.box;
  if (!std::isfinite(box.left) || !std::isfinite(box.top) || !std::isfinite(box.width) ||
      !std::isfinite(box.height)) {
    return Fault("box-not-a-number",
                 {"A coordinate of this box is not a number.", "此标注框的坐标不是数字。"},
                 {"Draw the box again, or correct the number in the label file.",
                  "请重新画框，或在标注文件中改正该数字。"},
                 item);
  }
  if (box.width < 0 || box.height < 0) {
    return Fault("box-corners-swapped",
                 {"The right or bottom edge of this box comes before its left or top edge.",
                  "此标注框的右边或下边在左边或上边之前。"},
                 {"Draw the box again, or swap the two numbers in the label file.",
                  "请重新画框，或在标注文件中交换这两个数字。"},
                 item);
  }
  if (box.width == 0 || box.height == 0) {
    return Fault("box-no-area", {"This box has no area.", "此标注框没有面积。"},
                 {"Draw the box again around the whole object.", "请重新画框，框住整个物体。"}, item);
  }
  if (box.right() <= 0 || box.bottom() <= 0 || box.left >= edges.right || box.top >= edges.bottom) {
    return Fault("box-outside", {"This box lies outside of its picture.", "此标注框在图片之外。"},
                 {"Check that the label file belongs to this picture and that the picture was not resized.",
                  "请检查标注文件与图片是否对应，以及图片是否被缩放过。"},
                 item);
  }
  if (labelled.label.empty()) {
    return Fault("box-no-label", {"This box has no label.", "此标注框没有标签。"},
                 {"Give the box a label.", "请为标注框选择标签。"}, item);
  }
  if (Status status = CheckLabel(labelled.label, item); !status) return std::move(status).error();
  return std::nullopt;
}

/// Cuts [start, start + length] down to [0, end]; how much went. What lies inside stays as it is, bit by bit.
double Clip(double& start, double& length, double end) {
  const double low = std::max(start, 0.0);
  const double high = std::min(start + length, end);
  const double cut = (low - start) + (start + length - high);
  if (cut > 0) {
    start = low;
    length = high - low;
  }
  return cut;
}

}  // namespace

void BoxFaults::Add(Error fault) {
  ++count_;
  ++counts_[fault.code];
  if (first_.size() < 1000) first_.push_back(std::move(fault));
}

Status CheckLabel(std::string_view label, std::string item) {
  Status status = store::CheckClassName(label);
  if (!status) status.error().item = std::move(item);
  return status;
}

std::string BoxItem(std::string_view picture, size_t index) {
  constexpr size_t kMaxBytes = 4096;
  size_t size = std::min(picture.size(), kMaxBytes);
  while (size > 0 && size < picture.size() && (picture[size] & 0xC0) == 0x80) --size;  // no half characters
  return std::string(picture.substr(0, size)) + " #" + std::to_string(index + 1);
}

Status KeepSoundBoxes(BoxedPicture& picture, PictureSize size, BoxFaults& faults) {
  if (picture.boxes.size() > kMaxBoxesPerPicture) {
    return std::unexpected(TooManyBoxes(picture.name, kMaxBoxesPerPicture));
  }
  const Edges edges = EdgesOf(size);
  size_t kept = 0;
  for (size_t i = 0; i < picture.boxes.size(); ++i) {
    LabelledBox& labelled = picture.boxes[i];
    if (const std::string_view label = TrimBlanks(labelled.label); label.size() < labelled.label.size()) {
      labelled.label = std::string(label);
    }
    std::optional<Error> fault = FaultOf(labelled, edges, BoxItem(picture.name, i));
    if (!fault) {
      const double cut = std::max(Clip(labelled.box.left, labelled.box.width, edges.right),
                                  Clip(labelled.box.top, labelled.box.height, edges.bottom));
      if (cut > 1) {
        faults.Add(Fault("box-clipped",
                         {"This box reaches " + FormatNumber(std::ceil(cut)) +
                              " pixels beyond its picture; it was cut at the edge.",
                          "此标注框超出图片 " + FormatNumber(std::ceil(cut)) + " 像素，已在边缘处裁剪。"},
                         {}, BoxItem(picture.name, i)));
      }
      // What a rounding error leaves of a box at the edge is nothing.
      if (labelled.box.width <= 0 || labelled.box.height <= 0)
        fault = FaultOf(labelled, edges, BoxItem(picture.name, i));
    }
    if (fault) {
      faults.Add(*std::move(fault));
    } else {
      if (kept != i) picture.boxes[kept] = std::move(labelled);
      ++kept;
    }
  }
  picture.dropped += picture.boxes.size() - kept;
  picture.boxes.resize(kept);
  return {};
}

Error LabelFileInvalid(std::string file, Text why) {
  return Fault("label-file-invalid",
               {"The label file cannot be used. " + why.en, "标注文件无法使用。" + why.zh},
               {"Check that the file is complete and that its format was chosen rightly.",
                "请检查文件是否完整，以及所选格式是否正确。"},
               std::move(file));
}

Error BoxMissing(std::string item) {
  return Fault(
      "box-missing", {"This label has no box.", "此标签没有标注框。"},
      {"Draw its box, or import the data as image classification.", "请画出标注框，或按图像分类导入数据。"},
      std::move(item));
}

Error ShapeNotABox(std::string item) {
  return Fault("shape-not-a-box",
               {"This shape is not a box, and was left out.", "此标注不是矩形框，已忽略。"},
               {"Draw a box around the object.", "请为该物体画矩形框。"}, std::move(item));
}

Error PictureSizeUnknown(std::string item) {
  return Fault("picture-size-unknown",
               {"The size of this picture is not known, so its boxes cannot be placed.",
                "不知道此图片的尺寸，无法确定标注框的位置。"},
               {"Import the picture together with its label file.", "请将图片与标注文件一起导入。"},
               std::move(item));
}

Error PictureUnknown(std::string item) {
  return Fault(
      "picture-unknown",
      {"This box belongs to a picture that the file does not list.", "此标注框所属的图片未在文件中列出。"},
      {"Export the labels again, with all pictures.", "请重新导出标注，并包含全部图片。"}, std::move(item));
}

Error PictureIdTwice(std::string item) {
  return Fault(
      "picture-id-twice",
      {"The file lists this picture with the id of another one, which was taken to have all the boxes "
       "of that id.",
       "文件中此图片与另一张图片的 id 相同；该 id 的标注框已全部归于前一张图片。"},
      {"Give each picture an id of its own, and look at the boxes of both.",
       "请为每张图片使用不同的 id，并检查这两张图片的标注框。"},
      std::move(item));
}

Error ClassUnknown(std::string item) {
  return Fault("class-unknown",
               {"This box has a class that the file's list of classes does not have.",
                "此标注框的类别不在类别列表中。"},
               {"Check that the list of classes belongs to these labels.", "请检查类别列表与标注是否对应。"},
               std::move(item));
}

Error TooManyBoxes(std::string item, size_t limit) {
  return {ErrorKind::kResources,
          "too-many-boxes",
          {"There are more than " + std::to_string(limit) + " boxes.",
           "标注框数量超过 " + std::to_string(limit) + " 个。"},
          {"Divide the data into several parts.", "请将数据分成几部分。"},
          std::move(item)};
}

}  // namespace easel::dataset
