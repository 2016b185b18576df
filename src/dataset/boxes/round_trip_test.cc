/// What is written is read back: 200 random sets through every format, no box lost, none moved.
#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "dataset/boxes/coco.h"
#include "dataset/boxes/cvat.h"
#include "dataset/boxes/easydl_boxes.h"
#include "dataset/boxes/label_studio.h"
#include "dataset/boxes/voc.h"
#include "dataset/boxes/yolo.h"

namespace easel::dataset {
namespace {

constexpr int kSets = 200;

/// Whole pixels, fractions, slivers, and boxes that touch the edges.
Box RandomBox(Random& random, PictureSize size) {
  const auto span = [&](int64_t side, double& start, double& length) {
    const double whole = static_cast<double>(side);
    const bool in_pixels = random.Below(2) == 0;
    start = random.Uniform() * whole;
    length = random.Uniform() * (whole - start);
    if (in_pixels) {
      start = std::floor(start);
      length = std::max(1.0, std::floor(length));
    }
    if (random.Below(8) == 0) start = 0;
    if (random.Below(8) == 0) length = whole - start;
    if (random.Below(16) == 0) length = std::min(length, 0.01);
  };
  Box box;
  span(size.width, box.left, box.width);
  span(size.height, box.top, box.height);
  return box;
}

BoxSet RandomSet(uint64_t seed) {
  static const std::vector<std::string> kNames = {"cat", "white cat", "猫", "a<b>&\"c'",
                                                  "x/y", "#1: %41",   "ж"};
  Random random(seed);
  BoxSet set;
  set.classes.assign(kNames.begin(), kNames.begin() + 1 + static_cast<int64_t>(random.Below(kNames.size())));
  const uint64_t pictures = 1 + random.Below(6);
  for (uint64_t i = 0; i < pictures; ++i) {
    BoxedPicture picture;
    picture.name = "folder & co/图 " + std::to_string(i) + "%20?.jpg";
    picture.size = {1 + static_cast<int64_t>(random.Below(5000)),
                    1 + static_cast<int64_t>(random.Below(5000))};
    const uint64_t boxes = random.Below(12);
    for (uint64_t b = 0; b < boxes; ++b) {
      picture.boxes.push_back({RandomBox(random, picture.size), set.classes[random.Below(set.classes.size())],
                               random.Below(4) == 0, random.Below(4) == 0});
    }
    set.pictures.push_back(std::move(picture));
  }
  return set;
}

/// Equal up to the rounding of a double; flags where the format carries them.
void ExpectSame(const BoxedPicture& read, const BoxedPicture& written, bool difficult, bool crowd) {
  constexpr double kTolerance = 1e-8;  // pixels
  EXPECT_EQ(read.name, written.name);
  ASSERT_EQ(read.boxes.size(), written.boxes.size());
  if (!written.boxes.empty()) {
    EXPECT_EQ(read.size, written.size);
  }
  for (size_t i = 0; i < read.boxes.size(); ++i) {
    const LabelledBox& a = read.boxes[i];
    const LabelledBox& b = written.boxes[i];
    EXPECT_EQ(a.label, b.label);
    EXPECT_NEAR(a.box.left, b.box.left, kTolerance);
    EXPECT_NEAR(a.box.top, b.box.top, kTolerance);
    EXPECT_NEAR(a.box.right(), b.box.right(), kTolerance);
    EXPECT_NEAR(a.box.bottom(), b.box.bottom(), kTolerance);
    EXPECT_EQ(a.difficult, difficult && b.difficult);
    EXPECT_EQ(a.crowd, crowd && b.crowd);
  }
}

void ExpectSame(const Result<BoxSet>& read, const BoxSet& written, const BoxFaults& faults, bool crowd) {
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_EQ(faults.count(), 0) << faults.first()[0].code;
  ASSERT_EQ(read->pictures.size(), written.pictures.size());
  for (size_t i = 0; i < written.pictures.size(); ++i) {
    ExpectSame(read->pictures[i], written.pictures[i], false, crowd);
  }
}

template <typename RoundTrip>
void ForEachPicture(RoundTrip round_trip, bool difficult) {
  for (uint64_t seed = 0; seed < kSets; ++seed) {
    const BoxSet set = RandomSet(seed);
    for (const BoxedPicture& picture : set.pictures) {
      BoxFaults faults;
      const Result<BoxedPicture> read = round_trip(picture, set.classes, faults);
      ASSERT_TRUE(read) << read.error().message.en;
      EXPECT_EQ(faults.count(), 0) << faults.first()[0].code;
      ExpectSame(*read, picture, difficult, false);
    }
  }
}

TEST(RoundTrip, Voc) {
  ForEachPicture(
      [](const BoxedPicture& picture, const std::vector<std::string>&, BoxFaults& faults) {
        return ReadVoc(WriteVoc(picture), "a.xml", VocCorners::kAuto, faults);
      },
      true);
}

TEST(RoundTrip, Easydl) {
  ForEachPicture(
      [](const BoxedPicture& picture, const std::vector<std::string>&, BoxFaults& faults) {
        return ReadEasydlBoxes(WriteEasydlBoxes(picture), "a.json", picture.name, faults);
      },
      false);
}

TEST(RoundTrip, YoloOfDarknet) {
  ForEachPicture(
      [](const BoxedPicture& picture, const std::vector<std::string>& classes,
         BoxFaults& faults) -> Result<BoxedPicture> {
        EASEL_ASSIGN(const std::string names, WriteYoloNames(classes));
        EASEL_ASSIGN(const std::string text, WriteYolo(picture, classes));
        EASEL_ASSIGN(const std::vector<std::string> read, ReadYoloNames(names, "obj.names"));
        return ReadYolo(text, "a.txt", read, picture.name, picture.size, faults);
      },
      false);
}

TEST(RoundTrip, YoloOfUltralytics) {
  ForEachPicture(
      [](const BoxedPicture& picture, const std::vector<std::string>& classes,
         BoxFaults& faults) -> Result<BoxedPicture> {
        EASEL_ASSIGN(const std::string text, WriteYolo(picture, classes));
        EASEL_ASSIGN(const YoloData data,
                     ReadYoloData(WriteYoloData({classes, "", {"images"}, {}, {}}), "data.yaml"));
        return ReadYolo(text, "a.txt", data.classes, picture.name, picture.size, faults);
      },
      false);
}

TEST(RoundTrip, Coco) {
  for (uint64_t seed = 0; seed < kSets; ++seed) {
    const BoxSet set = RandomSet(seed);
    BoxFaults faults;
    const Result<BoxSet> read = ReadCoco(OnePiece(WriteCoco(set)), "a.json", faults);
    ExpectSame(read, set, faults, true);
    EXPECT_EQ(read->classes, set.classes);
  }
}

TEST(RoundTrip, Cvat) {
  for (uint64_t seed = 0; seed < kSets; ++seed) {
    const BoxSet set = RandomSet(seed);
    BoxFaults faults;
    const Result<BoxSet> read = ReadCvat(OnePiece(WriteCvat(set)), "a.xml", faults);
    ExpectSame(read, set, faults, false);
    EXPECT_EQ(read->classes, set.classes);
  }
}

TEST(RoundTrip, LabelStudio) {
  for (uint64_t seed = 0; seed < kSets; ++seed) {
    const BoxSet set = RandomSet(seed);
    const Result<std::string> text = WriteLabelStudio(set);
    ASSERT_TRUE(text);
    BoxFaults faults;
    ExpectSame(ReadLabelStudio(OnePiece(*text), "a.json", {}, faults), set, faults, false);
  }
}

}  // namespace
}  // namespace easel::dataset
