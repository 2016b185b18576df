#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/boxes/types.h"

namespace easel::evaluation {

using dataset::Box;

/// An object that is known to be in the picture.
struct TrueBox {
  Box box;
  int label = 0;           ///< index of its class
  bool difficult = false;  ///< finding it is neither asked for nor wrong
  bool crowd = false;      ///< the same, for any number of found boxes, which need to lie in it only (COCO)

  bool ignored() const { return difficult || crowd; }
};

/// What a detector says.
struct FoundBox {
  Box box;
  int label = 0;
  double score = 0;
};

struct JudgedPicture {
  std::vector<TrueBox> truth;
  std::vector<FoundBox> found;  ///< in any order; of equal scores the first is the better one
};

}  // namespace easel::evaluation
