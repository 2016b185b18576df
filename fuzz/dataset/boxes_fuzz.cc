#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include "dataset/boxes/coco.h"
#include "dataset/boxes/cvat.h"
#include "dataset/boxes/easydl_boxes.h"
#include "dataset/boxes/label_studio.h"
#include "dataset/boxes/voc.h"
#include "dataset/boxes/yolo.h"

namespace {

using namespace easel::dataset;

void ExpectSound(const BoxedPicture& picture) {
  for (const auto& [box, label, difficult, crowd] : picture.boxes) {
    if (!std::isfinite(box.left) || !std::isfinite(box.top) || label.empty()) std::abort();
    if (!(box.width > 0) || !(box.height > 0) || box.left < 0 || box.top < 0) std::abort();
  }
}

void Check(const easel::Result<BoxedPicture>& picture) {
  if (picture) ExpectSound(*picture);
}

void Check(const easel::Result<BoxSet>& set) {
  if (!set) return;
  for (const BoxedPicture& picture : set->pictures) ExpectSound(picture);
}

/// The text in pieces of that size.
Pieces PiecesOf(std::string_view text, size_t size) {
  return [text, size]() mutable -> easel::Result<std::string_view> {
    const std::string_view piece = text.substr(0, size);
    text.remove_prefix(piece.size());
    return piece;
  };
}

}  // namespace

/// The first byte chooses the format. Whatever is read has sound boxes only, and reads back as many when
/// written again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t piece = 1 + data[0] / 8;
  BoxFaults faults;
  switch (data[0] % 8) {
    case 0: {
      const auto picture = ReadVoc(text, "f", VocCorners::kAuto, faults);
      Check(picture);
      BoxFaults again;
      if (picture && !ReadVoc(WriteVoc(*picture), "f", VocCorners::kOneBased, again)) std::abort();
      break;
    }
    case 1:
      Check(ReadCoco(PiecesOf(text, piece), "f", faults));
      break;
    case 2: {
      const std::vector<std::string> classes = {"a", "b", "c"};
      const auto picture = ReadYolo(text, "f", classes, "p", {640, 480}, faults);
      Check(picture);
      if (picture && !WriteYolo(*picture, classes)) std::abort();
      break;
    }
    case 3: {
      const auto yolo = ReadYoloData(text, "f");
      if (!yolo) break;
      const auto again = ReadYoloData(WriteYoloData(*yolo), "f");
      if (again && again->classes != yolo->classes) std::abort();
      break;
    }
    case 4:
      Check(ReadEasydlBoxes(text, "f", "p", faults));
      break;
    case 5:
      Check(ReadCvat(PiecesOf(text, piece), "f", faults));
      break;
    case 6:
      Check(ReadLabelStudio(
          PiecesOf(text, piece), "f", [](std::string_view) { return PictureSize{100, 100}; }, faults));
      break;
    default:
      if (const auto names = ReadYoloNames(text, "f"); names && names->empty()) std::abort();
  }
  return 0;
}
