#include "training/plan.h"

namespace easel::training {

std::vector<View> ViewsOf(const std::vector<InputSize>& pictures) {
  // Measured by cross-validation on photos of clothing, food and cut-outs: docs/decisions/0007-quick-recipe.md.
  std::vector<View> views;
  for (const int side : {256, 288, 352, 416}) {
    const InputSize size = ChooseInputSize(pictures, side);
    for (const int variant : {0, 2}) {
      const bool is_square = size.width == size.height;
      views.push_back(
          {variant, {.width = size.width, .height = size.height, .follow_orientation = !is_square}});
    }
  }
  return views;
}

}  // namespace easel::training
