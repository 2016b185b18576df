#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "dataset/import/layout.h"

namespace easel::dataset {

/// The format of boxes that a file seems to be of, by its name and its first bytes (a kilobyte is enough);
/// kFiles when it is no label file. YOLO's data.yaml and lists of class names count as kYolo.
Format BoxFormatOf(std::string_view path, std::string_view start);

/// Whether a file is a list of YOLO's class names, by its name: classes.txt, obj.names, data.yaml.
bool IsYoloClassList(std::string_view path);
/// Whether it is data.yaml rather than a list of names.
bool IsYoloData(std::string_view path);
/// Whether the text looks like YOLO's boxes of a picture: a class and at least four numbers on its first
/// line.
bool LooksLikeYolo(std::string_view text);

/// Decides what the format of a whole source is: the one with most label files, where a file for all pictures
/// outweighs files for single ones.
class BoxFormatVote {
 public:
  void Add(std::string_view path, Format format);
  Format Winner() const;  ///< kFiles when there are no label files

 private:
  std::map<Format, int64_t> votes_;
};

}  // namespace easel::dataset
