#include "media/augment/contact_sheet.h"

#include <algorithm>
#include <cstddef>

#include "media/augment/apply.h"
#include "media/transform/resample.h"

namespace easel::media {

Image ContactSheet(const Augmentation& augmentation, const ImageTransform& transform, const Image& image,
                   int columns, int count, uint64_t seed) {
  const ImageTransform view = transform.For(image.width, image.height);
  const int across = std::min(columns, count);
  const int down = (count + across - 1) / across;
  Image sheet{
      across * (view.width + kSheetGap) - kSheetGap, down * (view.height + kSheetGap) - kSheetGap, {}};
  sheet.rgb.assign(static_cast<size_t>(sheet.width) * sheet.height * 3, 255);
  for (int i = 0; i < count; ++i) {
    const Variation variation = i == 0 ? Variation{} : Draw(augmentation, seed + static_cast<uint64_t>(i));
    Paste(Vary(variation, transform, image), static_cast<size_t>(i % across) * (view.width + kSheetGap),
          static_cast<size_t>(i / across) * (view.height + kSheetGap), sheet);
  }
  return sheet;
}

}  // namespace easel::media
