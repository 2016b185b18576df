#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// One picture's boxes as YOLO writes them, Darknet and Ultralytics alike: a line "class centre-x centre-y
/// width height" per box, in fractions of the picture's sides, classes counted from 0. A sixth number (a
/// score) is left alone; a class with three points or more (a polygon) becomes the box around it. `name` and
/// `size` are the picture's, `file` names the text in errors. Faults: "box-missing" for a line that is
/// neither, "class-unknown", and those of KeepSoundBoxes. Errors: "picture-size-unknown", "too-many-boxes",
/// "label-file-invalid" for text without a single line of the format.
Result<BoxedPicture> ReadYolo(std::string_view text, std::string_view file,
                              const std::vector<std::string>& classes, std::string name, PictureSize size,
                              BoxFaults& faults);

/// Flags are not carried. Errors: "picture-size-unknown", "class-unknown".
Result<std::string> WriteYolo(const BoxedPicture& picture, const std::vector<std::string>& classes);

/// Darknet's list of classes (classes.txt, obj.names): a name a line. "label-file-invalid" if it has none, or
/// is not UTF-8.
Result<std::vector<std::string>> ReadYoloNames(std::string_view text, std::string_view file);
/// "class-name-invalid" for one that does not fit on a line.
Result<std::string> WriteYoloNames(const std::vector<std::string>& classes);

/// Ultralytics' data.yaml.
struct YoloData {
  std::vector<std::string> classes;
  std::string path;                ///< the folder that the following are in; "" for that of data.yaml
  std::vector<std::string> train;  ///< folders, or lists of pictures (.txt)
  std::vector<std::string> validation;
  std::vector<std::string> test;
};
/// `names` as a list or as a map from numbers. "label-file-invalid" for what is not YAML or has no names;
/// aliases are refused, so that nothing can multiply.
Result<YoloData> ReadYoloData(std::string_view text, std::string_view file);
std::string WriteYoloData(const YoloData& data);

/// Where Ultralytics looks for the labels of a picture: "images/train/a.jpg" → "labels/train/a.txt" (the last
/// folder called images); Darknet, and pictures without such a folder, keep them beside the picture.
std::string YoloLabelPath(std::string_view picture);

}  // namespace easel::dataset
