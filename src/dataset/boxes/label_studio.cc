#include "dataset/boxes/label_studio.h"

#include "dataset/boxes/class_list.h"
#include "dataset/boxes/json_elements.h"
#include "dataset/boxes/label_studio_task.h"
#include "dataset/boxes/number.h"
#include "dataset/boxes/rotation.h"

namespace easel::dataset {
namespace {

class Reader {
 public:
  Reader(std::string_view file, const SizeOf& size_of, BoxFaults& faults)
      : file_(file), size_of_(size_of), faults_(faults) {}

  Status OnTask(std::string_view section, const json::value& element) {
    const json::object* task = element.if_object();
    const json::object* data = task == nullptr ? nullptr : ObjectIn(*task, "data");
    if (!section.empty() || data == nullptr) {
      return std::unexpected(
          LabelFileInvalid(std::string(file_),
                           {"It should be a list of tasks with \"data\".", "应为包含 “data” 的任务列表。"}));
    }
    BoxedPicture picture{FileOfTask(*data, "image"), {}, {}};
    const json::array* results = ResultsOf(*task);
    if (results == nullptr || !AddBoxes(*results, picture)) return {};
    if (Status status = KeepSoundBoxes(picture, picture.size, faults_); !status) {
      faults_.Add(std::move(status).error());
      return {};
    }
    boxes_ += picture.boxes.size();
    if (boxes_ > kMaxBoxes || set_.pictures.size() == kMaxPictures) {
      return std::unexpected(TooManyBoxes(std::string(file_), kMaxBoxes));
    }
    for (const LabelledBox& labelled : picture.boxes) classes_.Index(labelled.label);
    set_.pictures.push_back(std::move(picture));
    return {};
  }

  BoxSet Finish() {
    set_.classes = classes_.names();
    return std::move(set_);
  }

 private:
  /// False when the picture has to be left out.
  bool AddBoxes(const json::array& results, BoxedPicture& picture) {
    for (size_t i = 0; i < results.size(); ++i) {
      const json::object* result = results[i].if_object();
      const json::object* value = result == nullptr ? nullptr : ObjectIn(*result, "value");
      if (value == nullptr) continue;
      const json::array* labels = ArrayIn(*value, "rectanglelabels");
      if (labels == nullptr) {
        if (IsOtherShape(*value)) {
          faults_.Add(ShapeNotABox(BoxItem(picture.name, i)));
          ++picture.dropped;
        }
        continue;
      }
      if (!picture.size.known() && !FindSize(*result, picture)) return false;
      const Box box = BoxOf(*value, picture.size);
      if (labels->empty()) picture.boxes.push_back({box, "", false, false});
      for (const json::value& label : *labels) {
        picture.boxes.push_back(
            {box, label.is_string() ? std::string(label.get_string()) : "", false, false});
      }
    }
    return true;
  }

  static bool IsOtherShape(const json::object& value) {
    return value.contains("points") || value.contains("rle") || value.contains("radiusX") ||
           value.contains("x");
  }

  bool FindSize(const json::object& result, BoxedPicture& picture) {
    picture.size = ParseSize(ParseNumber(result.if_contains("original_width")),
                             ParseNumber(result.if_contains("original_height")));
    if (!picture.size.known() && size_of_) picture.size = size_of_(picture.name).value_or(PictureSize());
    if (!picture.size.known()) faults_.Add(PictureSizeUnknown(picture.name));
    return picture.size.known();
  }

  static Box BoxOf(const json::object& value, PictureSize size) {
    const double per_x = static_cast<double>(size.width) / 100;
    const double per_y = static_cast<double>(size.height) / 100;
    const Box box{ParseNumber(value.if_contains("x")) * per_x, ParseNumber(value.if_contains("y")) * per_y,
                  ParseNumber(value.if_contains("width")) * per_x,
                  ParseNumber(value.if_contains("height")) * per_y};
    // It turns about its top-left corner.
    return value.contains("rotation")
               ? BoundsOfTurned(box, ParseNumber(value.if_contains("rotation")), box.left, box.top)
               : box;
  }

  const std::string_view file_;
  const SizeOf& size_of_;
  BoxFaults& faults_;
  ClassList classes_;
  size_t boxes_ = 0;
  BoxSet set_;
};

std::string Quoted(std::string_view text) { return json::serialize(json::string(text)); }

}  // namespace

Result<BoxSet> ReadLabelStudio(const Pieces& pieces, std::string_view file, const SizeOf& size_of,
                               BoxFaults& faults) {
  Reader reader(file, size_of, faults);
  EASEL_TRY(ReadJsonElements(pieces, file, {}, [&](std::string_view section, const json::value& task) {
    return reader.OnTask(section, task);
  }));
  return reader.Finish();
}

Result<std::string> WriteLabelStudio(const BoxSet& set) {
  std::string out = "[";
  for (size_t i = 0; i < set.pictures.size(); ++i) {
    const BoxedPicture& picture = set.pictures[i];
    if (!picture.size.known() && !picture.boxes.empty())
      return std::unexpected(PictureSizeUnknown(picture.name));
    const std::string id = std::to_string(i + 1);
    const double width = static_cast<double>(picture.size.width);
    const double height = static_cast<double>(picture.size.height);
    const std::string sides = ",\"original_width\":" + std::to_string(picture.size.width) +
                              ",\"original_height\":" + std::to_string(picture.size.height);
    std::string results;
    for (size_t b = 0; b < picture.boxes.size(); ++b) {
      const auto& [box, label, difficult, crowd] = picture.boxes[b];
      results += (b > 0 ? ",\n  " : "\n  ") + ("{\"id\":\"" + id) + "-" + std::to_string(b + 1) +
                 "\",\"type\":\"rectanglelabels\",\"from_name\":\"label\",\"to_name\":\"image\"" + sides +
                 ",\"image_rotation\":0,\"value\":{\"x\":" + FormatNumber(box.left * 100 / width) +
                 ",\"y\":" + FormatNumber(box.top * 100 / height) +
                 ",\"width\":" + FormatNumber(box.width * 100 / width) +
                 ",\"height\":" + FormatNumber(box.height * 100 / height) +
                 ",\"rotation\":0,\"rectanglelabels\":[" + Quoted(label) + "]}}";
    }
    out += (i > 0 ? ",\n" : "\n") + ("{\"id\":" + id) +
           ",\"data\":{\"image\":" + Quoted(UploadAddress(picture.name)) +
           "},\"annotations\":[{\"was_cancelled\":false,\"result\":[" + results + "]}]}";
  }
  return out + "\n]\n";
}

}  // namespace easel::dataset
