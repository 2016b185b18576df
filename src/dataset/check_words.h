#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "store/types.h"

namespace easel::dataset {

/// What findings call the items of a project.
struct CheckWords {
  std::string items;    ///< "pictures"
  std::string one;      ///< "picture"
  std::string zh;       ///< "图片"
  std::string measure;  ///< "张"
};

inline CheckWords WordsOf(std::string_view task) {
  if (task == store::kSound) return {"recordings", "recording", "录音", "段"};
  return {"pictures", "picture", "图片", "张"};
}

}  // namespace easel::dataset
