#include "media/augment/contact_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "media/augment/apply.h"

namespace easel::media {
namespace {

Image Tile(const Image& sheet, int left, int top, int width, int height) {
  Image out{width, height, {}};
  for (int y = top; y < top + height; ++y) {
    const auto row = sheet.rgb.begin() + (static_cast<std::ptrdiff_t>(y) * sheet.width + left) * 3;
    out.rgb.insert(out.rgb.end(), row, row + width * 3);
  }
  return out;
}

TEST(ContactSheet, ShowsTheOriginalAndItsVariations) {
  Image image{40, 20, {}};
  for (int i = 0; i < 40 * 20 * 3; ++i) image.rgb.push_back(static_cast<uint8_t>(i % 240));
  const Augmentation policy = Augmentation::Strong();
  const ImageTransform transform{.width = 10, .height = 16, .follow_orientation = true};
  const Image sheet = ContactSheet(policy, transform, image, 3, 5, 70);
  ASSERT_EQ(sheet.width, 3 * 16 + 2 * 4);
  ASSERT_EQ(sheet.height, 2 * 10 + 4);
  EXPECT_EQ(Tile(sheet, 0, 0, 16, 10), Fitted(transform, image));
  EXPECT_EQ(Tile(sheet, 20, 0, 16, 10), Vary(Draw(policy, 71), transform, image));
  EXPECT_EQ(Tile(sheet, 20, 14, 16, 10), Vary(Draw(policy, 74), transform, image));
  const auto is_white = [](const Image& part) {
    return std::ranges::all_of(part.rgb, [](uint8_t value) { return value == 255; });
  };
  EXPECT_TRUE(is_white(Tile(sheet, 40, 14, 16, 10)));
  EXPECT_TRUE(is_white(Tile(sheet, 0, 10, 56, 4)));
}

TEST(ContactSheet, IsNoWiderThanItsViews) {
  const Image image{2, 2, std::vector<uint8_t>(12, 7)};
  const Image sheet = ContactSheet({}, {.width = 3, .height = 2}, image, 8, 1, 0);
  EXPECT_EQ(sheet, (Image{3, 2, std::vector<uint8_t>(18, 7)}));
}

}  // namespace
}  // namespace easel::media
