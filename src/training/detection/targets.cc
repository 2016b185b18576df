#include "training/detection/targets.h"

#include <algorithm>

namespace easel::training {

void WriteTargets(std::span<const ViewBox> boxes, std::span<float> target) {
  std::ranges::fill(target, -1.0F);
  size_t at = 0;
  for (const ViewBox& box : boxes) {
    if (at + kNumbersPerTarget > target.size()) break;
    for (const float number :
         {static_cast<float>(box.label), box.ignored ? 1.0F : 0.0F, box.left, box.top, box.right, box.bottom})
      target[at++] = number;
  }
}

std::vector<ViewBox> ReadTargets(std::span<const float> target) {
  std::vector<ViewBox> boxes;
  for (; target.size() >= kNumbersPerTarget && target[0] >= 0; target = target.subspan(kNumbersPerTarget)) {
    boxes.push_back({target[2], target[3], target[4], target[5], static_cast<int>(target[0]), target[1] > 0});
  }
  return boxes;
}

}  // namespace easel::training
