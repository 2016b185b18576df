#include "media/codecs/exif.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace easel::media {
namespace {

using std::string_literals::operator""s;

int Orientation(std::string_view block) { return ExifOrientation(std::as_bytes(std::span(block))); }

const std::string kLittle = "II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"s;
const std::string kBig = "MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0"s;

TEST(Exif, ReadsBothByteOrdersWithAndWithoutPrefix) {
  EXPECT_EQ(Orientation(kLittle), 6);
  EXPECT_EQ(Orientation(kBig), 8);
  EXPECT_EQ(Orientation("Exif\0\0"s + kBig), 8);
}

TEST(Exif, FindsTheTagBehindOthers) {
  std::string block = "MM\0\x2a\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x04"s + "abc\0"s + kBig.substr(10);
  EXPECT_EQ(Orientation(block), 8);
}

TEST(Exif, MalformedIsUpright) {
  EXPECT_EQ(Orientation(""), 1);
  EXPECT_EQ(Orientation("Exif\0\0"s), 1);
  EXPECT_EQ(Orientation("II\x2a\0\xff\xff\xff\xff"s), 1) << "directory outside of the block";
  EXPECT_EQ(Orientation("II\x2a\0\x08\0\0\0\xff\xff"s), 1) << "more entries than bytes";
  std::string nine = kLittle;
  nine[18] = 9;
  EXPECT_EQ(Orientation(nine), 1);
  std::string wide = kLittle;
  wide[12] = 4;
  EXPECT_EQ(Orientation(wide), 1) << "a LONG where a SHORT belongs";
  for (size_t size = 0; size < kBig.size() - 2; ++size)
    EXPECT_EQ(Orientation(kBig.substr(0, size)), 1) << size;
}

}  // namespace
}  // namespace easel::media
