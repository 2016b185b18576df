#include "dataset/types.h"

namespace easel::dataset {

std::string_view SplitName(store::Split split) {
  switch (split) {
    case store::Split::kAuto:
      return "auto";
    case store::Split::kTrain:
      return "train";
    case store::Split::kValidation:
      return "validation";
    case store::Split::kTest:
      return "test";
  }
  return "auto";
}

std::vector<int> LabelsOf(const FrozenItem& item) {
  if (item.seconds <= 0 || item.boxes.empty()) return {item.label};
  std::vector<int> labels;
  for (const FrozenBox& segment : item.boxes) labels.push_back(segment.label);
  return labels;
}

bool IsHeldOut(store::Split split) {
  return split == store::Split::kValidation || split == store::Split::kTest;
}

}  // namespace easel::dataset
