#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dataset/boxes/yolo.h"
#include "dataset/import/picture_index.h"
#include "store/types.h"

namespace easel::dataset {

/// What pictures with boxes are for, as a data set says it: lists of pictures (train.txt, ImageSets/Main of
/// Pascal VOC), folders that data.yaml names, and folders called train, val or test.
class SplitHints {
 public:
  /// Whether a text file is a list of the pictures of a split, by its name: train.txt, val.txt, trainval.txt,
  /// test.txt; kAuto when it is not.
  static store::Split SplitOfList(std::string_view path);
  /// The split in a label file's name, such as "instances_val2017.json"; kAuto for none.
  static store::Split SplitOfLabelFile(std::string_view path);

  /// A list: a picture's path, name or stem on each line. That of trainval counts least.
  void AddList(const std::string& path, std::string_view text);
  /// A folder that is named for more than one split tells nothing: exports name one twice where a split is
  /// empty.
  void AddFolders(const YoloData& data);

  /// To be called once all lists are there.
  void Resolve(const PictureIndex& pictures);
  /// `of_label_file` is what the file with the picture's labels is for. Lists come first, then that, then
  /// folders.
  store::Split Of(size_t picture, const std::string& path, store::Split of_label_file) const;

 private:
  struct Line {
    std::string list;
    std::string picture;
    store::Split split;
    bool weak;  ///< of trainval
  };

  std::vector<Line> lines_;
  std::vector<std::pair<std::string, store::Split>> folders_;
  std::unordered_map<size_t, store::Split> listed_;
};

}  // namespace easel::dataset
