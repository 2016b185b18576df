#include "dataset/boxes/yolo.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "dataset/boxes/number.h"
#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

constexpr std::string_view kBlanks = " \t\r";

/// The line's numbers, NaN for words that are none.
std::vector<double> Numbers(std::string_view line) {
  std::vector<double> out;
  for (size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
    out.push_back(ParseNumber(line.substr(at, end - at)));
    at = line.find_first_not_of(kBlanks, end);
  }
  return out;
}

/// The box, in fractions, of the numbers behind the class; nullopt when they are neither a box nor a polygon.
std::optional<Box> FractionsOf(std::span<const double> numbers) {
  if (numbers.size() == 4 || numbers.size() == 5) {
    return Box{numbers[0] - numbers[2] / 2, numbers[1] - numbers[3] / 2, numbers[2], numbers[3]};
  }
  if (numbers.size() < 6 || numbers.size() % 2 != 0) return std::nullopt;
  Box box{numbers[0], numbers[1], 0, 0};
  double right = numbers[0];
  double bottom = numbers[1];
  for (size_t i = 0; i < numbers.size(); i += 2) {
    if (std::isnan(numbers[i]) || std::isnan(numbers[i + 1])) return Box{NAN, NAN, NAN, NAN};
    box.left = std::min(box.left, numbers[i]);
    box.top = std::min(box.top, numbers[i + 1]);
    right = std::max(right, numbers[i]);
    bottom = std::max(bottom, numbers[i + 1]);
  }
  box.width = right - box.left;
  box.height = bottom - box.top;
  return box;
}

/// Takes the first line off the text.
std::string_view TakeLine(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void DropByteOrderMark(std::string_view& text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
}

}  // namespace

Result<BoxedPicture> ReadYolo(std::string_view text, std::string_view file,
                              const std::vector<std::string>& classes, std::string name, PictureSize size,
                              BoxFaults& faults) {
  if (!size.known()) return std::unexpected(PictureSizeUnknown(std::move(name)));
  DropByteOrderMark(text);
  BoxedPicture picture{.name = std::move(name), .size = size, .boxes = {}};
  const double width = static_cast<double>(size.width);
  const double height = static_cast<double>(size.height);
  size_t lines = 0;
  size_t usable = 0;
  while (!text.empty()) {
    const std::vector<double> numbers = Numbers(TakeLine(text));
    if (numbers.empty()) continue;
    const std::string item = BoxItem(file, lines++);
    const std::optional<Box> box = FractionsOf(std::span(numbers).subspan(1));
    if (!box || std::isnan(numbers[0])) {
      faults.Add(BoxMissing(item));
      ++picture.dropped;
      continue;
    }
    ++usable;
    if (!(numbers[0] >= 0 && numbers[0] < static_cast<double>(classes.size())) ||
        numbers[0] != std::floor(numbers[0])) {
      faults.Add(ClassUnknown(item));
      ++picture.dropped;
      continue;
    }
    picture.boxes.push_back({{box->left * width, box->top * height, box->width * width, box->height * height},
                             classes[static_cast<size_t>(numbers[0])],
                             false,
                             false});
    if (picture.boxes.size() > kMaxBoxesPerPicture) break;
  }
  if (lines > 0 && usable == 0) {
    return std::unexpected(LabelFileInvalid(
        std::string(file),
        {"Its lines should hold a class and four numbers.", "每行应包含一个类别编号和四个数字。"}));
  }
  EASEL_TRY(KeepSoundBoxes(picture, size, faults));
  return picture;
}

Result<std::string> WriteYolo(const BoxedPicture& picture, const std::vector<std::string>& classes) {
  if (!picture.size.known()) return std::unexpected(PictureSizeUnknown(picture.name));
  const double width = static_cast<double>(picture.size.width);
  const double height = static_cast<double>(picture.size.height);
  std::string out;
  for (size_t i = 0; i < picture.boxes.size(); ++i) {
    const auto& [box, label, difficult, crowd] = picture.boxes[i];
    const auto found = std::ranges::find(classes, label);
    if (found == classes.end()) return std::unexpected(ClassUnknown(BoxItem(picture.name, i)));
    out += std::to_string(found - classes.begin()) + " " + FormatNumber((box.left + box.width / 2) / width) +
           " " + FormatNumber((box.top + box.height / 2) / height) + " " + FormatNumber(box.width / width) +
           " " + FormatNumber(box.height / height) + "\n";
  }
  return out;
}

Result<std::vector<std::string>> ReadYoloNames(std::string_view text, std::string_view file) {
  DropByteOrderMark(text);
  std::vector<std::string> names;
  while (!text.empty()) {
    std::string_view line = TakeLine(text);
    if (line.ends_with('\r')) line.remove_suffix(1);
    names.emplace_back(TrimBlanks(line));
  }
  // A blank line in between is a class without a name, and keeps the numbers of those after it.
  while (!names.empty() && names.back().empty()) names.pop_back();
  if (names.empty() || !std::ranges::all_of(names, IsUtf8)) {
    return std::unexpected(LabelFileInvalid(
        std::string(file), {"It should hold the name of a class on each line.", "每行应为一个类别名称。"}));
  }
  for (size_t c = 0; c < names.size(); ++c) {
    if (!names[c].empty()) EASEL_TRY(CheckLabel(names[c], BoxItem(file, c)));
  }
  return names;
}

Result<std::string> WriteYoloNames(const std::vector<std::string>& classes) {
  std::string out;
  for (const std::string& name : classes) {
    if (name.empty() || name.find_first_of("\r\n") != std::string::npos || TrimBlanks(name) != name) {
      return Fail(ErrorKind::kBadInput, "class-name-invalid",
                  {"This class name cannot stand on a line of its own.", "此类别名称无法单独成行。"},
                  {"Rename the class without line breaks and blanks at its ends.",
                   "请重命名类别，去掉换行和首尾空格。"},
                  name);
    }
    out += name + "\n";
  }
  return out;
}

std::string YoloLabelPath(std::string_view picture) {
  std::string out(StemOf(picture));
  out += ".txt";
  const size_t inner = out.rfind("/images/");
  if (inner != std::string::npos) {
    out.replace(inner, 8, "/labels/");
  } else if (out.starts_with("images/")) {
    out.replace(0, 7, "labels/");
  }
  return out;
}

}  // namespace easel::dataset
