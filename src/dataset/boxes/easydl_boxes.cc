#include "dataset/boxes/easydl_boxes.h"

#include "dataset/boxes/json_elements.h"
#include "dataset/boxes/number.h"

namespace easel::dataset {
namespace {

std::string Quoted(std::string_view text) { return json::serialize(json::string(text)); }

PictureSize SizeIn(const json::object& label) {
  const json::value* size = label.if_contains("size");
  if (size == nullptr || !size->is_object()) return {};
  const json::object& sides = size->get_object();
  return ParseSize(ParseNumber(sides.if_contains("width")), ParseNumber(sides.if_contains("height")));
}

}  // namespace

Result<BoxedPicture> ReadEasydlBoxes(std::string_view text, std::string_view file, std::string name,
                                     BoxFaults& faults) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto invalid = [&](Text why) {
    return std::unexpected(LabelFileInvalid(std::string(file), std::move(why)));
  };
  const Result<json::value> document = ParseJson(text, {});
  if (!document) return invalid(document.error().message);
  const json::object* object = document->if_object();
  const json::value* labels = object == nullptr ? nullptr : object->if_contains("labels");
  if (labels == nullptr || !labels->is_array()) {
    return invalid({"It has no list of \"labels\".", "其中没有 “labels” 列表。"});
  }
  BoxedPicture picture{.name = std::move(name), .size = {}, .boxes = {}};
  const json::array& entries = labels->get_array();
  for (size_t i = 0; i < entries.size(); ++i) {
    const json::object* label = entries[i].if_object();
    if (label == nullptr) return invalid({"Each label must be an object.", "每个标签必须是一个对象。"});
    if (!picture.size.known()) picture.size = SizeIn(*label);
    if (!label->contains("x1")) {
      faults.Add(BoxMissing(BoxItem(file, i)));
      ++picture.dropped;
      continue;
    }
    const double left = ParseNumber(label->if_contains("x1"));
    const double top = ParseNumber(label->if_contains("y1"));
    picture.boxes.push_back({{left, top, ParseNumber(label->if_contains("x2")) - left,
                              ParseNumber(label->if_contains("y2")) - top},
                             GetString(*label, "name").value_or(""),
                             false,
                             false});
  }
  EASEL_TRY(KeepSoundBoxes(picture, {}, faults));
  return picture;
}

std::string WriteEasydlBoxes(const BoxedPicture& picture) {
  std::string out = "{\"labels\":[";
  for (const auto& [box, label, difficult, crowd] : picture.boxes) {
    if (out.back() == '}') out += ",";
    out += "{\"name\":" + Quoted(label) + ",\"x1\":" + FormatNumber(box.left) +
           ",\"y1\":" + FormatNumber(box.top) + ",\"x2\":" + FormatNumber(box.right()) +
           ",\"y2\":" + FormatNumber(box.bottom());
    if (picture.size.known()) {
      out += ",\"size\":{\"width\":" + std::to_string(picture.size.width) +
             ",\"height\":" + std::to_string(picture.size.height) + "}";
    }
    out += "}";
  }
  return out + "]}\n";
}

}  // namespace easel::dataset
