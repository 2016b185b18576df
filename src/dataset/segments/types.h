#pragma once

#include <string>
#include <vector>

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

}  // namespace easel::dataset
