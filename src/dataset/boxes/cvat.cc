#include "dataset/boxes/cvat.h"

#include <algorithm>
#include <array>

#include "dataset/boxes/class_list.h"
#include "dataset/boxes/number.h"
#include "dataset/boxes/rotation.h"
#include "dataset/boxes/xml_reader.h"
#include "store/items.h"

namespace easel::dataset {
namespace {

constexpr std::array<std::string_view, 7> kOtherShapes = {"polygon", "polyline", "points",  "mask",
                                                          "ellipse", "cuboid",   "skeleton"};

/// The labels of a task or project, wherever in <meta> they are.
void CollectLabels(const XmlElement& element, ClassList& classes) {
  for (const XmlElement& child : element.children) {
    if (element.name == "labels" && child.name == "label") {
      if (const std::string name(child.TextOf("name")); store::CheckClassName(name)) classes.Index(name);
    } else {
      CollectLabels(child, classes);
    }
  }
}

BoxedPicture PictureOf(const XmlElement& image, BoxFaults& faults) {
  BoxedPicture picture;
  picture.name = image.Attribute("name");
  picture.size = ParseSize(ParseNumber(image.Attribute("width")), ParseNumber(image.Attribute("height")));
  for (size_t i = 0; i < image.children.size(); ++i) {
    const XmlElement& shape = image.children[i];
    if (std::ranges::find(kOtherShapes, shape.name) != kOtherShapes.end()) {
      faults.Add(ShapeNotABox(BoxItem(picture.name, i)));
      ++picture.dropped;
    }
    if (shape.name != "box") continue;
    const double left = ParseNumber(shape.Attribute("xtl"));
    const double top = ParseNumber(shape.Attribute("ytl"));
    Box box{left, top, ParseNumber(shape.Attribute("xbr")) - left, ParseNumber(shape.Attribute("ybr")) - top};
    if (!shape.Attribute("rotation").empty()) {
      box = BoundsOfTurned(box, ParseNumber(shape.Attribute("rotation")), left + box.width / 2,
                           top + box.height / 2);
    }
    picture.boxes.push_back({box, std::string(shape.Attribute("label")), false, false});
  }
  return picture;
}

}  // namespace

Result<BoxSet> ReadCvat(const Pieces& pieces, std::string_view file, BoxFaults& faults) {
  BoxSet set;
  ClassList classes;
  size_t boxes = 0;
  const auto on_child = [&](const XmlElement& child) -> Status {
    if (child.name == "meta") CollectLabels(child, classes);
    if (child.name == "track") {
      return std::unexpected(LabelFileInvalid(
          std::string(file), {"It holds the tracks of a video.", "其中包含视频的轨迹标注。"}));
    }
    if (child.name != "image") return {};
    BoxedPicture picture = PictureOf(child, faults);
    if (Status status = KeepSoundBoxes(picture, {}, faults); !status) {
      faults.Add(std::move(status).error());
      return {};
    }
    boxes += picture.boxes.size();
    if (boxes > kMaxBoxes || set.pictures.size() == kMaxPictures) {
      return std::unexpected(TooManyBoxes(std::string(file), kMaxBoxes));
    }
    for (const LabelledBox& labelled : picture.boxes) classes.Index(labelled.label);
    set.pictures.push_back(std::move(picture));
    return {};
  };
  EASEL_TRY(ReadXml(pieces, file, "annotations", on_child));
  set.classes = classes.names();
  return set;
}

std::string WriteCvat(const BoxSet& set) {
  ClassList classes(set.classes);
  std::string images;
  for (size_t i = 0; i < set.pictures.size(); ++i) {
    const BoxedPicture& picture = set.pictures[i];
    images += "<image id=\"" + std::to_string(i) + "\" name=\"" + XmlText(picture.name) + "\" width=\"" +
              std::to_string(picture.size.width) + "\" height=\"" + std::to_string(picture.size.height) +
              "\">\n";
    for (const auto& [box, label, difficult, crowd] : picture.boxes) {
      classes.Index(label);
      images += "<box label=\"" + XmlText(label) + "\" source=\"manual\" occluded=\"0\" xtl=\"" +
                FormatNumber(box.left) + "\" ytl=\"" + FormatNumber(box.top) + "\" xbr=\"" +
                FormatNumber(box.right()) + "\" ybr=\"" + FormatNumber(box.bottom()) +
                "\" z_order=\"0\"></box>\n";
    }
    images += "</image>\n";
  }
  std::string labels;
  for (const std::string& name : classes.names()) {
    labels += "<label><name>" + XmlText(name) + "</name><attributes></attributes></label>\n";
  }
  return "<?xml version=\"1.0\" "
         "encoding=\"utf-8\"?>\n<annotations>\n<version>1.1</version>\n<meta><task><labels>\n" +
         labels + "</labels></task></meta>\n" + images + "</annotations>\n";
}

}  // namespace easel::dataset
