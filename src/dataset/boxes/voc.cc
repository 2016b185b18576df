#include "dataset/boxes/voc.h"

#include "dataset/boxes/number.h"
#include "dataset/boxes/xml_reader.h"

namespace easel::dataset {
namespace {

/// Corners as the file has them, not yet boxes: `width` and `height` hold xmax and ymax.
struct Annotation {
  BoxedPicture picture;
  bool zero_corner = false;
};

bool IsZero(double corner) { return corner >= 0 && corner < 1; }

Result<Annotation> ReadAnnotation(std::string_view text, std::string_view file, BoxFaults* faults) {
  Annotation out;
  size_t objects = 0;
  const auto on_child = [&](const XmlElement& child) -> Status {
    if (child.name == "filename") out.picture.name = child.text;
    if (child.name == "size") {
      out.picture.size = ParseSize(ParseNumber(child.TextOf("width")), ParseNumber(child.TextOf("height")));
    }
    if (child.name != "object") return {};
    const size_t index = objects++;
    const XmlElement* corners = child.Child("bndbox");
    if (corners == nullptr) {
      if (faults != nullptr) faults->Add(BoxMissing(BoxItem(file, index)));
      ++out.picture.dropped;
      return {};
    }
    LabelledBox& labelled = out.picture.boxes.emplace_back();
    labelled.label = child.TextOf("name");
    labelled.difficult = child.TextOf("difficult") == "1";
    labelled.box = {ParseNumber(corners->TextOf("xmin")), ParseNumber(corners->TextOf("ymin")),
                    ParseNumber(corners->TextOf("xmax")), ParseNumber(corners->TextOf("ymax"))};
    out.zero_corner |= IsZero(labelled.box.left) || IsZero(labelled.box.top);
    return {};
  };
  EASEL_TRY(ReadXml(OnePiece(text), file, "annotation", on_child));
  return out;
}

}  // namespace

Result<bool> VocCountsFromZero(std::string_view text, std::string_view file) {
  EASEL_ASSIGN(const Annotation annotation, ReadAnnotation(text, file, nullptr));
  return annotation.zero_corner;
}

Result<BoxedPicture> ReadVoc(std::string_view text, std::string_view file, VocCorners corners,
                             BoxFaults& faults) {
  EASEL_ASSIGN(Annotation annotation, ReadAnnotation(text, file, &faults));
  const bool from_zero =
      corners == VocCorners::kZeroBased || (corners == VocCorners::kAuto && annotation.zero_corner);
  const double first = from_zero ? 0 : 1;
  for (LabelledBox& labelled : annotation.picture.boxes) {
    const Box edges = labelled.box;
    labelled.box.left = edges.left - first;
    labelled.box.top = edges.top - first;
    labelled.box.width = edges.width - labelled.box.left;
    labelled.box.height = edges.height - labelled.box.top;
  }
  EASEL_TRY(KeepSoundBoxes(annotation.picture, {}, faults));
  return std::move(annotation.picture);
}

std::string WriteVoc(const BoxedPicture& picture) {
  const auto element = [](std::string_view name, const std::string& value) {
    return "<" + std::string(name) + ">" + value + "</" + std::string(name) + ">";
  };
  std::string out = "<annotation>\n\t" + element("filename", XmlText(picture.name)) + "\n";
  if (picture.size.known()) {
    out += "\t<size>" + element("width", std::to_string(picture.size.width)) +
           element("height", std::to_string(picture.size.height)) + element("depth", "3") + "</size>\n";
  }
  for (const LabelledBox& labelled : picture.boxes) {
    out += "\t<object>\n\t\t" + element("name", XmlText(labelled.label)) + "\n\t\t" +
           element("difficult", labelled.difficult ? "1" : "0") + "\n\t\t<bndbox>" +
           element("xmin", FormatNumber(labelled.box.left + 1)) +
           element("ymin", FormatNumber(labelled.box.top + 1)) +
           element("xmax", FormatNumber(labelled.box.right())) +
           element("ymax", FormatNumber(labelled.box.bottom())) + "</bndbox>\n\t</object>\n";
  }
  return out + "</annotation>\n";
}

}  // namespace easel::dataset
