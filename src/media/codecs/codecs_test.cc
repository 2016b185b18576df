#include "media/codecs/codecs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/hash.h"

namespace easel::media {
namespace {

using std::string_view_literals::operator""sv;

const std::filesystem::path kPictures = std::filesystem::path(EASEL_SOURCE_DIR) / "tests/data/media";

Bytes Picture(std::string_view name) { return ReadFile(kPictures / name).value(); }

Bytes BytesOf(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::string CodeOf(std::span<const std::byte> bytes, const DecodeLimits& limits = {}) {
  const auto decoded = DecodeInProcess(bytes, {}, limits);
  return decoded ? "decoded" : decoded.error().code;
}

ImageFormat FormatOf(std::string_view name) {
  if (name == "jpeg") return ImageFormat::kJpeg;
  if (name == "png") return ImageFormat::kPng;
  return name == "webp" ? ImageFormat::kWebp : ImageFormat::kBmp;
}

// expected.txt tells for every picture what Pillow, or the program that wrote it by hand, says about it.
TEST(Codecs, DecodeEveryKindOfFileExactly) {
  std::ifstream expected(kPictures / "expected.txt");
  std::string line;
  int pictures = 0;
  while (std::getline(expected, line)) {
    std::istringstream words(line);
    std::string name, format, sha256;
    DecodedImage want;
    words >> name >> format >> want.stored_width >> want.stored_height >> want.image.width >>
        want.image.height >> sha256;
    const auto decoded = DecodeInProcess(Picture(name), {}, {});
    ASSERT_TRUE(decoded) << name << ": " << decoded.error().message.en;
    EXPECT_EQ(decoded->format, FormatOf(format)) << name;
    EXPECT_EQ(decoded->image.width, want.image.width) << name;
    EXPECT_EQ(decoded->image.height, want.image.height) << name;
    EXPECT_EQ(decoded->stored_width, want.stored_width) << name;
    EXPECT_EQ(decoded->stored_height, want.stored_height) << name;
    EXPECT_EQ(Sha256(std::as_bytes(std::span(decoded->image.rgb))).Hex(), sha256) << name;
    ++pictures;
  }
  EXPECT_GE(pictures, 60);
}

TEST(Codecs, JpegIsDecodedAtTheSmallestScaleThatIsLargeEnough) {
  const Bytes jpeg = Picture("larger.jpg");  // 160 × 120
  const auto height_for = [&](int min_side) { return DecodeInProcess(jpeg, {min_side}, {})->image.height; };
  EXPECT_EQ(height_for(0), 120);
  EXPECT_EQ(height_for(1), 15);
  EXPECT_EQ(height_for(15), 15);
  EXPECT_EQ(height_for(16), 30);
  EXPECT_EQ(height_for(60), 60);
  EXPECT_EQ(height_for(61), 120);
  EXPECT_EQ(height_for(120), 120);
  EXPECT_EQ(height_for(500), 120);
  const auto half = DecodeInProcess(jpeg, {60}, {});
  EXPECT_EQ(half->image.width, 80);
  EXPECT_EQ(half->stored_width, 160);
  EXPECT_EQ(half->stored_height, 120);
}

TEST(Codecs, ScalingDependsOnTheShorterSideOfATurnedPictureToo) {
  const auto turned = DecodeInProcess(Picture("orientation-6.jpg"), {7}, {});  // 41 × 27 as stored
  EXPECT_EQ(turned->image.width, 7);
  EXPECT_EQ(turned->image.height, 11);
}

TEST(Codecs, SayWhatIsWrong) {
  EXPECT_EQ(CodeOf({}), "image-empty");
  EXPECT_EQ(CodeOf(BytesOf("This is a letter, not a picture.")), "image-unknown-format");
  EXPECT_EQ(CodeOf(BytesOf("BMW is a car; the text begins like a BMP.")), "image-unknown-format");
  EXPECT_EQ(CodeOf(BytesOf("GIF89a")), "image-unknown-format");
  EXPECT_EQ(CodeOf(BytesOf("\xff\xd8\xff"sv)), "image-broken");
  EXPECT_EQ(CodeOf(Picture("larger.jpg"), {.max_bytes = 100}), "image-too-large");
  const auto empty = DecodeInProcess({}, {}, {});
  EXPECT_EQ(empty.error().kind, ErrorKind::kBadInput);
  EXPECT_FALSE(empty.error().hint.en.empty());
  EXPECT_FALSE(empty.error().hint.zh.empty());
}

TEST(Codecs, RefuseTooManyPixelsOfEveryFormat) {
  for (const char* name : {"larger.jpg", "rgb-8.png", "lossy.webp", "24.bmp", "24-core.bmp"}) {
    EXPECT_EQ(CodeOf(Picture(name), {.max_pixels = 100}), "image-too-large") << name;
  }
}

// A PNG of 30000 × 30000 pixels in a few bytes: refused by its header, before 2.7 GB are asked for.
TEST(Codecs, RefuseABombByItsHeader) {
  Bytes bomb = Picture("rgb-8.png");
  constexpr std::string_view kHeader = "IHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0\xe9\x45\x6f\xed"sv;
  std::ranges::copy(std::as_bytes(std::span(kHeader)), bomb.begin() + 12);
  EXPECT_EQ(CodeOf(bomb), "image-too-large");
}

TEST(Codecs, TruncatedJpegIsBroken) {
  const Bytes jpeg = Picture("larger.jpg");
  for (const size_t missing : {size_t{2}, size_t{50}, jpeg.size() / 2}) {
    EXPECT_EQ(CodeOf(std::span(jpeg).first(jpeg.size() - missing)), "image-broken") << missing;
  }
}

TEST(Codecs, BytesBetweenTheMarkersOfAJpegAreHarmless) {
  Bytes jpeg = Picture("larger.jpg");
  jpeg.insert(jpeg.begin() + 20, 3, std::byte{0});  // behind the 18 bytes of JFIF's APP0
  EXPECT_EQ(DecodeInProcess(jpeg, {}, {}).value().image,
            DecodeInProcess(Picture("larger.jpg"), {}, {}).value().image);
}

// No prefix and no flipped byte may crash a codec or make it return less than it promises. Sanitizer builds
// see the rest.
class Hostile : public testing::TestWithParam<const char*> {};

void ExpectSound(std::span<const std::byte> bytes) {
  const auto decoded = DecodeInProcess(bytes, {}, {.max_pixels = 1'000'000});
  if (!decoded) {
    EXPECT_EQ(decoded.error().kind, ErrorKind::kBadInput);
    return;
  }
  const Image& image = decoded->image;
  EXPECT_GT(image.width, 0);
  EXPECT_EQ(image.rgb.size(), static_cast<size_t>(image.width) * image.height * 3);
}

TEST_P(Hostile, EveryPrefixIsSound) {
  const Bytes whole = Picture(GetParam());
  ASSERT_EQ(CodeOf(whole), "decoded");
  for (size_t size = 0; size < whole.size(); ++size) ExpectSound(std::span(whole).first(size));
  EXPECT_NE(CodeOf(std::span(whole).first(whole.size() * 3 / 4)), "decoded");
}

TEST_P(Hostile, EveryChangedByteIsSound) {
  Bytes bytes = Picture(GetParam());
  for (std::byte& value : bytes) {
    for (const std::byte change : {std::byte{0xff}, std::byte{0x01}, std::byte{0x80}}) {
      value ^= change;
      ExpectSound(bytes);
      value ^= change;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, Hostile,
                         testing::Values("orientation-6.jpg", "progressive.jpg", "cmyk.jpg",
                                         "rgba-16-interlaced.png", "palette-4.png", "exif.png", "alpha.webp",
                                         "lossless-alpha.webp", "exif.webp", "animation.webp",
                                         "palette-4.bmp", "32-alpha.bmp", "24-core.bmp"));

}  // namespace
}  // namespace easel::media
