#include "dataset/boxes/coco.h"

#include <array>
#include <unordered_map>

#include "dataset/boxes/class_list.h"
#include "dataset/boxes/json_elements.h"
#include "dataset/boxes/number.h"
#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

/// Numbers ids in order of appearance, so that annotations may come before what they refer to.
class Ids {
 public:
  /// Number of the id; -1 for something that is no id.
  int64_t Of(const json::value* id) {
    if (id == nullptr) return -1;
    const std::string text = Text(*id);
    if (text.empty()) return -1;
    return numbers_.try_emplace(text, static_cast<int64_t>(numbers_.size())).first->second;
  }
  size_t size() const { return numbers_.size(); }

  static std::string Text(const json::value& id) {
    if (id.is_string()) return std::string(id.get_string());
    if (id.is_int64()) return std::to_string(id.get_int64());  // not all of them fit into a double
    if (id.is_uint64()) return std::to_string(id.get_uint64());
    return id.is_double() ? FormatNumber(id.get_double()) : "";
  }

 private:
  std::unordered_map<std::string, int64_t> numbers_;
};

struct Annotation {
  Box box;
  uint32_t picture = 0;   ///< number of the id
  uint32_t category = 0;  ///< number of the id
  uint32_t index = 0;     ///< place in the file's list
  bool crowd = false;
};

class Reader {
 public:
  Reader(std::string_view file, BoxFaults& faults) : file_(file), faults_(faults) {}

  Status OnElement(std::string_view section, const json::value& element) {
    has_images_ |= section == "images";
    const json::object* object = element.if_object();
    if (object == nullptr) return {};
    if (section == "images") return OnImage(*object);
    if (section == "categories") return OnCategory(*object);
    if (section == "annotations") return OnAnnotation(*object);
    return {};
  }

  Result<BoxSet> Finish() {
    if (!has_images_) {
      return std::unexpected(LabelFileInvalid(std::string(file_),
                                              {"It has no list of \"images\".", "其中没有 “images” 列表。"}));
    }
    set_.classes = classes_.names();
    std::vector<size_t> counts(image_of_.size(), 0);
    for (const Annotation& annotation : annotations_) {
      if (Entry(image_of_, annotation.picture) < 0) {
        faults_.Add(PictureUnknown(BoxItem(file_, annotation.index)));
      } else if (Entry(class_of_, annotation.category) < 0) {
        faults_.Add(ClassUnknown(BoxItem(file_, annotation.index)));
        Drop(annotation.picture);
      } else {
        ++counts[annotation.picture];
      }
    }
    for (size_t id = 0; id < dropped_of_.size(); ++id) {
      const int64_t picture = Entry(image_of_, static_cast<int64_t>(id));
      if (picture >= 0) set_.pictures[static_cast<size_t>(picture)].dropped += dropped_of_[id];
    }
    for (size_t id = 0; id < counts.size(); ++id) {
      if (counts[id] > 0) set_.pictures[static_cast<size_t>(image_of_[id])].boxes.reserve(counts[id]);
    }
    for (const Annotation& annotation : annotations_) {
      const int64_t picture = Entry(image_of_, annotation.picture);
      const int64_t category = Entry(class_of_, annotation.category);
      if (picture < 0 || category < 0) continue;
      set_.pictures[static_cast<size_t>(picture)].boxes.push_back(
          {annotation.box, set_.classes[static_cast<size_t>(category)], false, annotation.crowd});
    }
    annotations_ = {};
    std::erase_if(set_.pictures, [&](BoxedPicture& picture) {
      Status status = KeepSoundBoxes(picture, {}, faults_);
      if (!status) faults_.Add(std::move(status).error());
      return !status;
    });
    return std::move(set_);
  }

 private:
  static int64_t Entry(const std::vector<int64_t>& table, int64_t id) {
    return id < static_cast<int64_t>(table.size()) ? table[static_cast<size_t>(id)] : -1;
  }
  /// False when the id was there already.
  static bool Enter(std::vector<int64_t>& table, int64_t id, size_t index) {
    if (id >= static_cast<int64_t>(table.size())) table.resize(static_cast<size_t>(id) + 1, -1);
    int64_t& entry = table[static_cast<size_t>(id)];
    if (entry >= 0) return false;
    entry = static_cast<int64_t>(index);
    return true;
  }

  /// Counts an annotation that cannot be used: its picture is not one without objects.
  void Drop(int64_t id) {
    if (id < 0) return;
    if (static_cast<size_t>(id) >= dropped_of_.size()) dropped_of_.resize(static_cast<size_t>(id) + 1, 0);
    ++dropped_of_[static_cast<size_t>(id)];
  }

  Status OnImage(const json::object& image) {
    const int64_t id = image_ids_.Of(image.if_contains("id"));
    const Result<std::string> name = GetString(image, "file_name");
    if (id < 0 || !name || name->empty()) {
      return std::unexpected(LabelFileInvalid(
          std::string(file_),
          {"An image lacks its \"id\" or \"file_name\".", "有图片缺少 “id” 或 “file_name”。"}));
    }
    if (set_.pictures.size() == kMaxPictures || image_ids_.size() > 2 * kMaxPictures) return TooMany();
    if (!Enter(image_of_, id, set_.pictures.size())) {
      const BoxedPicture& first = set_.pictures[static_cast<size_t>(Entry(image_of_, id))];
      if (first.name != *name) faults_.Add(PictureIdTwice(*name));
      return {};
    }
    const PictureSize size =
        ParseSize(ParseNumber(image.if_contains("width")), ParseNumber(image.if_contains("height")));
    set_.pictures.push_back({*name, size, {}});
    return {};
  }

  Status OnCategory(const json::object& category) {
    const int64_t id = category_ids_.Of(category.if_contains("id"));
    const std::string name = GetString(category, "name").value_or("");
    const std::string label(TrimBlanks(name));
    EASEL_TRY(CheckLabel(label, BoxItem(file_, categories_++)));
    if (category_ids_.size() > kMaxPictures) return TooMany();
    if (id >= 0) Enter(class_of_, id, classes_.Index(label));
    return {};
  }

  Status OnAnnotation(const json::object& object) {
    const size_t index = count_++;
    const int64_t picture = image_ids_.Of(object.if_contains("image_id"));
    const int64_t category = category_ids_.Of(object.if_contains("category_id"));
    if (image_ids_.size() > 2 * kMaxPictures || category_ids_.size() > kMaxPictures) return TooMany();
    const json::value* bbox = object.if_contains("bbox");
    const json::array* numbers = bbox == nullptr ? nullptr : bbox->if_array();
    if (numbers == nullptr || numbers->size() != 4) {
      faults_.Add(BoxMissing(BoxItem(file_, index)));
      Drop(picture);
      return {};
    }
    if (picture < 0) faults_.Add(PictureUnknown(BoxItem(file_, index)));
    if (category < 0) faults_.Add(ClassUnknown(BoxItem(file_, index)));
    if (picture < 0 || category < 0) {
      Drop(picture);
      return {};
    }
    Annotation annotation;
    annotation.picture = static_cast<uint32_t>(picture);
    annotation.category = static_cast<uint32_t>(category);
    annotation.index = static_cast<uint32_t>(index);
    annotation.box = {ParseNumber(&(*numbers)[0]), ParseNumber(&(*numbers)[1]), ParseNumber(&(*numbers)[2]),
                      ParseNumber(&(*numbers)[3])};
    const json::value* crowd = object.if_contains("iscrowd");
    annotation.crowd = crowd != nullptr && (crowd->is_bool() ? crowd->get_bool() : ParseNumber(crowd) == 1);
    if (annotations_.size() == kMaxBoxes) return TooMany();
    annotations_.push_back(annotation);
    return {};
  }

  Status TooMany() const { return std::unexpected(TooManyBoxes(std::string(file_), kMaxBoxes)); }

  const std::string_view file_;
  BoxFaults& faults_;
  bool has_images_ = false;
  Ids image_ids_;
  Ids category_ids_;
  std::vector<int64_t> image_of_;  ///< by id's number: index into the pictures; -1: not listed
  std::vector<int64_t> class_of_;
  std::vector<size_t> dropped_of_;  ///< by image id's number: annotations that cannot be used
  std::vector<Annotation> annotations_;
  size_t count_ = 0;       ///< of the file's annotations so far
  size_t categories_ = 0;  ///< the same
  ClassList classes_;
  BoxSet set_;
};

std::string Quoted(std::string_view text) { return json::serialize(json::string(text)); }

}  // namespace

Result<BoxSet> ReadCoco(const Pieces& pieces, std::string_view file, BoxFaults& faults) {
  static constexpr std::array<std::string_view, 2> kSkipped = {"segmentation", "keypoints"};
  Reader reader(file, faults);
  EASEL_TRY(
      ReadJsonElements(pieces, file, kSkipped, [&](std::string_view section, const json::value& element) {
        return reader.OnElement(section, element);
      }));
  return reader.Finish();
}

std::string WriteCoco(const BoxSet& set) {
  ClassList classes(set.classes);
  std::string images;
  std::string annotations;
  size_t boxes = 0;
  for (size_t i = 0; i < set.pictures.size(); ++i) {
    const BoxedPicture& picture = set.pictures[i];
    const std::string id = std::to_string(i + 1);
    images += (i > 0 ? ",\n" : "\n") + ("{\"id\":" + id) + ",\"file_name\":" + Quoted(picture.name) +
              ",\"width\":" + std::to_string(picture.size.width) +
              ",\"height\":" + std::to_string(picture.size.height) + "}";
    for (const LabelledBox& labelled : picture.boxes) {
      const Box& box = labelled.box;
      annotations += (boxes > 0 ? ",\n" : "\n") + ("{\"id\":" + std::to_string(boxes + 1)) +
                     ",\"image_id\":" + id +
                     ",\"category_id\":" + std::to_string(classes.Index(labelled.label) + 1) + ",\"bbox\":[" +
                     FormatNumber(box.left) + "," + FormatNumber(box.top) + "," + FormatNumber(box.width) +
                     "," + FormatNumber(box.height) + "],\"area\":" + FormatNumber(box.area()) +
                     ",\"iscrowd\":" + (labelled.crowd ? "1" : "0") + "}";
      ++boxes;
    }
  }
  std::string categories;
  for (size_t c = 0; c < classes.names().size(); ++c) {
    categories += (c > 0 ? ",\n" : "\n") + ("{\"id\":" + std::to_string(c + 1)) +
                  ",\"name\":" + Quoted(classes.names()[c]) + "}";
  }
  return "{\"images\":[" + images + "],\n\"categories\":[" + categories + "],\n\"annotations\":[" +
         annotations + "]}\n";
}

}  // namespace easel::dataset
