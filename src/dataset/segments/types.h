#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/types.h"

namespace easel::dataset {

/// A labelled stretch of a recording, in seconds from its start. In the store it is a box in time
/// (store::ItemBox).
struct Segment {
  double begin = 0;
  double seconds = 0;
  std::string label;

  double end() const { return begin + seconds; }
  bool operator==(const Segment&) const = default;
};

inline store::ItemBox ItemBoxOf(const Segment& segment) {
  return {
      .class_name = segment.label, .left = segment.begin, .top = 0, .width = segment.seconds, .height = 1};
}
inline Segment SegmentOf(const store::ItemBox& box) { return {box.left, box.width, box.class_name}; }

/// What a label file says about a recording.
struct LabelledSound {
  std::string name;        ///< as the label file gives it: a file name, often with folders
  std::string class_name;  ///< of the whole recording; empty: none
  std::string group;       ///< store::NewItem::source
  store::Split split = store::Split::kAuto;
  double seconds = 0;  ///< its length; 0: not told
  std::optional<std::vector<Segment>>
      segments;  ///< nullopt: not labelled with any; none: nothing is to be heard

  bool operator==(const LabelledSound&) const = default;
};

}  // namespace easel::dataset
