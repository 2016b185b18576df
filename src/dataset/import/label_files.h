#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"
#include "dataset/boxes/voc.h"
#include "dataset/boxes/yolo.h"
#include "dataset/import/layout.h"

namespace easel::dataset {

/// What a label file says about a picture.
struct PictureLabels {
  std::string file;      ///< the label file's path
  bool of_one = false;   ///< the file is for this picture alone, and mostly called like it
  BoxedPicture picture;  ///< its name may be empty; without boxes where `yolo` is used
  std::string yolo;      ///< YOLO's text, which cannot be read before the picture's size is known
};

/// The label files of a source, read one by one.
class LabelFiles {
 public:
  void set_format(Format format) { format_ = format; }
  Format format() const { return format_; }
  /// One Pascal VOC file that counts from 0 speaks for all.
  void set_corners(VocCorners corners) { corners_ = corners; }

  /// Whether a file may belong to the format, by its name; Read finds out.
  bool Wants(std::string_view path) const;
  /// Reads one. What is wrong with it is kept; what turns out to be none is left alone. False: it is none.
  /// Errors: "too-many-boxes" (in all of them together).
  Result<bool> Read(const std::string& path, const Pieces& pieces);
  /// To be called behind the last one. Error: "class-list-missing".
  Status Finish();

  const std::vector<PictureLabels>& all() const { return all_; }
  const std::vector<YoloData>& yolo_data() const { return yolo_data_; }
  const std::map<std::string, Error>& broken() const { return broken_; }
  const BoxFaults& faults() const { return faults_; }

  /// The boxes, cut to a picture of that size; nullopt when all that there were cannot be used, so that it
  /// would be wrong to take the picture for one with nothing in it. Thread-safe.
  std::optional<std::vector<LabelledBox>> BoxesIn(const PictureLabels& labels, const std::string& picture,
                                                  PictureSize size, BoxFaults& faults) const;

 private:
  struct ClassNames {
    std::string file;
    std::vector<std::string> names;
  };

  Status ReadSet(const std::string& path, const Pieces& pieces);
  Status ReadSingle(const std::string& path, std::string text);
  Status ReadClassNames(const std::string& path, const std::string& text);
  void Keep(PictureLabels labels);
  const std::vector<std::string>& ClassesFor(std::string_view label_file) const;

  Format format_ = Format::kFiles;
  VocCorners corners_ = VocCorners::kAuto;
  std::vector<PictureLabels> all_;
  std::vector<ClassNames> class_names_;
  std::vector<YoloData> yolo_data_;
  std::map<std::string, Error> broken_;
  BoxFaults faults_;
  size_t boxes_ = 0;
  size_t yolo_bytes_ = 0;
};

/// What a text may have that is read as a whole.
constexpr size_t kMaxText = size_t{64} << 20;
/// One picture's JSON, which needs many times its size to be read: kMaxBoxesPerPicture take 10 MB.
constexpr size_t kMaxEasydlText = size_t{16} << 20;

/// The first kilobytes, by which a format is told: a piece alone may be a few bytes.
Result<std::string> TakeStart(const Pieces& pieces);
/// All pieces once more: `start`, which was taken off them and must outlive the result, and the rest.
Pieces WithStart(std::string_view start, const Pieces& rest);
/// The whole of a text that fits into memory; "entry-too-large" beyond `max_bytes`. `start` was read before.
Result<std::string> Gather(const Pieces& pieces, std::string_view file, std::string start = {},
                           size_t max_bytes = kMaxText);

}  // namespace easel::dataset
