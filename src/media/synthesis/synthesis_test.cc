#include "media/synthesis/synthesis.h"

#include <gtest/gtest.h>

#include <set>

#include "base/hash.h"
#include "base/random.h"

namespace easel::media {
namespace {

Hash HashOf(const Image& image) { return Sha256(std::as_bytes(std::span(image.rgb))); }

TEST(Synthesise, GivesEveryNumberAPictureOfItsOwn) {
  std::set<Hash> seen;
  for (uint64_t number = 0; number < 70; ++number) {
    const Image image = Synthesise(number, 40, 30);
    ASSERT_EQ(image.rgb.size(), 40u * 30 * 3);
    seen.insert(HashOf(image));
    EXPECT_EQ(Synthesise(number, 40, 30), image);
  }
  EXPECT_EQ(seen.size(), 70u);
}

TEST(Synthesise, DrawsAnySize) {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(1, 50), std::pair(70, 2), std::pair(3, 3)}) {
    for (uint64_t number = 0; number < kMotifs * 5; ++number) {
      EXPECT_EQ(Synthesise(number, width, height).rgb.size(), static_cast<size_t>(width) * height * 3);
    }
  }
}

TEST(Synthesise, TakesTurnsInTheMotifs) {
  EXPECT_EQ(Synthesise(2 * kMotifs + 3, 20, 20),
            Synthesise(Motif::kShapes, Random(2 * kMotifs + 3).Next(), 20, 20));
}

// What the pictures were when this was written: on every machine the same.
TEST(Synthesise, PinnedBits) {
  std::string all;
  for (uint64_t number = 0; number < 4 * kMotifs; ++number) all += HashOf(Synthesise(number, 64, 48)).Hex();
  EXPECT_EQ(Sha256(all).Hex(), "2bd77384ecd53e39910847b064c253b437df56c56f0333d47395725c1a59cb13");
}

}  // namespace
}  // namespace easel::media
