#include "dataset/version_manifest.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/json.h"
#include "dataset/boxes/faults.h"
#include "dataset/boxes/number.h"

namespace easel::dataset {
namespace {

std::unexpected<Error> Broken() {
  return Fail(ErrorKind::kBadInput, "manifest-broken",
              {"The list of a data version's pictures is damaged.", "数据版本的图片清单已损坏。"},
              {"Train again: the version is frozen anew.", "请重新训练：系统会重新冻结数据版本。"});
}

Result<store::Split> SplitOf(std::string_view name) {
  for (const store::Split split :
       {store::Split::kAuto, store::Split::kTrain, store::Split::kValidation, store::Split::kTest}) {
    if (SplitName(split) == name) return split;
  }
  return Broken();
}

bool IsIndex(int64_t number, size_t size) { return number >= 0 && static_cast<uint64_t>(number) < size; }

/// A box as text, so that its numbers come back to the last bit.
std::string BoxLine(const FrozenBox& box) {
  return std::to_string(box.label) + " " + FormatNumber(box.box.left) + " " + FormatNumber(box.box.top) +
         " " + FormatNumber(box.box.width) + " " + FormatNumber(box.box.height) +
         (box.difficult ? " d" : "") + (box.crowd ? " c" : "");
}

Result<FrozenBox> ParseBox(std::string_view line, size_t classes) {
  std::array<double, 5> numbers{};
  const auto word = [&line] {
    const std::string_view first = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(first.size() + 1, line.size()));
    return first;
  };
  for (double& number : numbers) {
    number = ParseNumber(word());
    if (!std::isfinite(number)) return Broken();
  }
  const auto label = static_cast<int64_t>(numbers[0]);
  FrozenBox box{{numbers[1], numbers[2], numbers[3], numbers[4]}, static_cast<int>(label), false, false};
  while (!line.empty()) {
    const std::string_view flag = word();
    if (flag != "d" && flag != "c") return Broken();
    (flag == "d" ? box.difficult : box.crowd) = true;
  }
  const bool sound = box.box.width > 0 && box.box.height > 0;
  if (!IsIndex(label, classes) || static_cast<double>(label) != numbers[0] || !sound) return Broken();
  return box;
}

/// What a line of format 2 has behind the group: width, height, boxes.
Status ParseBoxes(const json::array& line, size_t classes, FrozenItem& item) {
  if (!line.at(4).is_int64() || !line.at(5).is_int64() || !line.at(6).is_array()) return Broken();
  const int64_t width = line.at(4).get_int64();
  const int64_t height = line.at(5).get_int64();
  if (width < 1 || height < 1 || std::max(width, height) > static_cast<int64_t>(kMaxSide)) return Broken();
  item.width = static_cast<int>(width);
  item.height = static_cast<int>(height);
  for (const json::value& box : line.at(6).get_array()) {
    if (!box.is_string()) return Broken();
    EASEL_ASSIGN(item.boxes.emplace_back(), ParseBox(box.get_string(), classes));
  }
  return {};
}

/// What a line of format 3 has behind the group: seconds, source, segments.
Status ParseRecording(const json::array& line, size_t classes, FrozenItem& item) {
  if (!line.at(4).is_string() || !line.at(5).is_string() || !line.at(6).is_array()) return Broken();
  item.seconds = ParseNumber(line.at(4).get_string());
  if (!std::isfinite(item.seconds) || item.seconds <= 0) return Broken();
  item.source = line.at(5).get_string();
  for (const json::value& segment : line.at(6).get_array()) {
    if (!segment.is_string()) return Broken();
    EASEL_ASSIGN(item.boxes.emplace_back(), ParseBox(segment.get_string(), classes));
  }
  return {};
}

Result<FrozenItem> ParseItem(const json::value& value, size_t classes, int64_t format) {
  const json::array* const line = value.if_array();
  if (line == nullptr || line->size() != (format == 1 ? 4 : 7) || !line->at(0).is_string() ||
      !line->at(1).is_int64() || !line->at(2).is_string() || !line->at(3).is_int64()) {
    return Broken();
  }
  FrozenItem item;
  EASEL_ASSIGN(item.hash, Hash::FromHex(line->at(0).get_string()));
  item.label = static_cast<int>(line->at(1).get_int64());
  EASEL_ASSIGN(item.split, SplitOf(line->at(2).get_string()));
  item.group = static_cast<int>(line->at(3).get_int64());
  if (!IsIndex(line->at(1).get_int64(), classes) || item.group < 0) return Broken();
  if (format == 2) EASEL_TRY(ParseBoxes(*line, classes, item));
  if (format == 3) EASEL_TRY(ParseRecording(*line, classes, item));
  return item;
}

std::string BoxList(const FrozenItem& item) {
  std::string out = "[";
  for (const FrozenBox& box : item.boxes) {
    if (&box != &item.boxes.front()) out += ',';
    out += '"' + BoxLine(box) + '"';
  }
  return out + "]";
}

int64_t FormatOf(std::string_view task) {
  if (task == store::kDetection) return 2;
  return task == store::kSound ? 3 : 1;
}

std::string_view TaskOf(int64_t format) {
  if (format == 2) return store::kDetection;
  return format == 3 ? store::kSound : store::kClassification;
}

/// What a line has behind the group.
std::string RestOf(const FrozenItem& item, int64_t format) {
  if (format == 2) {
    return "," + std::to_string(item.width) + "," + std::to_string(item.height) + "," + BoxList(item);
  }
  if (format == 3) {
    return ",\"" + FormatNumber(item.seconds) + "\"," + CanonicalJson(json::string(item.source)) + "," +
           BoxList(item);
  }
  return "";
}

}  // namespace

std::string ManifestOf(const FrozenVersion& version) {
  const int64_t format = FormatOf(version.task);
  std::string out = "{\"classes\":" + CanonicalJson(json::value_from(version.classes)) +
                    ",\"format\":" + std::to_string(format) + ",\"items\":[";
  for (const FrozenItem& item : version.items) {
    if (&item != &version.items.front()) out += ',';
    out += "[\"" + item.hash.Hex() + "\"," + std::to_string(item.label) + ",\"" +
           std::string(SplitName(item.split)) + "\"," + std::to_string(item.group) + RestOf(item, format) +
           "]";
  }
  return out + "]}";
}

Result<FrozenVersion> ParseManifest(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  EASEL_ASSIGN(const json::value document, ParseJson(text, "manifest"));
  if (!document.is_object()) return Broken();
  EASEL_ASSIGN(const int64_t format, GetInt(document.get_object(), "format"));
  EASEL_ASSIGN(const json::array* const classes, GetArray(document.get_object(), "classes"));
  EASEL_ASSIGN(const json::array* const items, GetArray(document.get_object(), "items"));
  if (format < 1 || format > 3) return Broken();
  FrozenVersion version;
  version.task = TaskOf(format);
  version.manifest = Sha256(bytes);
  for (const json::value& name : *classes) {
    if (!name.is_string()) return Broken();
    version.classes.emplace_back(name.get_string());
  }
  for (const json::value& line : *items) {
    EASEL_ASSIGN(FrozenItem item, ParseItem(line, version.classes.size(), format));
    version.items.push_back(std::move(item));
  }
  return version;
}

}  // namespace easel::dataset
