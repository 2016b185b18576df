#include "dataset/boxes/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

BoxedPicture Picture(std::vector<Box> boxes) {
  BoxedPicture picture{"a.jpg", {100, 80}, {}};
  for (const Box& box : boxes) picture.boxes.push_back({box, "cat", false, false});
  return picture;
}

std::vector<std::string> CodesAndItems(const BoxFaults& faults) {
  std::vector<std::string> out;
  for (const Error& fault : faults.first()) out.push_back(fault.code + " @ " + fault.item);
  return out;
}

TEST(KeepSoundBoxes, KeepsWhatIsSoundBitByBit) {
  BoxedPicture picture = Picture({{0, 0, 100, 80}, {0.1, 0.2, 0.3, 0.4}, {99.5, 79.25, 0.5, 0.75}});
  const BoxedPicture before = picture;
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundBoxes(picture, picture.size, faults));
  EXPECT_EQ(picture, before);
  EXPECT_EQ(faults.count(), 0);
}

TEST(KeepSoundBoxes, NamesEachBoxThatCannotBeUsed) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  BoxedPicture picture = Picture({{nan, 0, 5, 5},
                                  {1, 1, 5, 5},
                                  {0, 0, infinite, 5},
                                  {9, 9, -4, 5},
                                  {9, 9, 4, 0},
                                  {100, 9, 4, 4},
                                  {-9, 9, 4, 4},
                                  {9, 80, 4, 4}});
  picture.boxes.push_back({{1, 1, 5, 5}, "", false, false});
  picture.boxes.push_back({{1, 1, 5, 5}, std::string(101, 'x'), false, false});
  picture.boxes.push_back({{1, 1, 5, 5}, "a\tb", false, false});
  picture.boxes.push_back({{1, 1, 5, 5}, " cat ", false, false});
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundBoxes(picture, picture.size, faults));
  EXPECT_THAT(
      CodesAndItems(faults),
      ElementsAre("box-not-a-number @ a.jpg #1", "box-not-a-number @ a.jpg #3",
                  "box-corners-swapped @ a.jpg #4", "box-no-area @ a.jpg #5", "box-outside @ a.jpg #6",
                  "box-outside @ a.jpg #7", "box-outside @ a.jpg #8", "box-no-label @ a.jpg #9",
                  "class-name-invalid @ a.jpg #10", "class-name-invalid @ a.jpg #11"));
  EXPECT_EQ(picture.boxes, Picture({{1, 1, 5, 5}, {1, 1, 5, 5}}).boxes);
  for (const Error& fault : faults.first()) EXPECT_FALSE(fault.message.zh.empty());
}

TEST(KeepSoundBoxes, CutsAtTheEdgeAndTellsWhenItIsMoreThanAPixel) {
  BoxedPicture picture = Picture({{-3, -0.5, 10, 10}, {95, 75, 5.5, 5.5}, {90, 70, 30, 5}});
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundBoxes(picture, picture.size, faults));
  EXPECT_EQ(picture.boxes, Picture({{0, 0, 7, 9.5}, {95, 75, 5, 5}, {90, 70, 10, 5}}).boxes);
  EXPECT_THAT(CodesAndItems(faults), ElementsAre("box-clipped @ a.jpg #1", "box-clipped @ a.jpg #3"));
  EXPECT_EQ(faults.first()[1].message.en,
            "This box reaches 20 pixels beyond its picture; it was cut at the edge.");
}

TEST(KeepSoundBoxes, JudgesOnlyTheNearEdgesOfAPictureOfUnknownSize) {
  BoxedPicture picture = Picture({{5000, 5000, 10, 10}, {-20, 0, 10, 10}, {1e7, 0, 10, 10}});
  picture.size = {};
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundBoxes(picture, picture.size, faults));
  EXPECT_EQ(picture.boxes.size(), 1u);
  EXPECT_THAT(CodesAndItems(faults), ElementsAre("box-outside @ a.jpg #2", "box-outside @ a.jpg #3"));
}

TEST(KeepSoundBoxes, TakesTenThousandBoxesAndRefusesMoreThanTheLimit) {
  BoxedPicture picture = Picture(std::vector<Box>(10'000, Box{1, 1, 5, 5}));
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundBoxes(picture, picture.size, faults));
  EXPECT_EQ(picture.boxes.size(), 10'000u);
  picture = Picture(std::vector<Box>(kMaxBoxesPerPicture + 1, Box{1, 1, 5, 5}));
  const Status status = KeepSoundBoxes(picture, picture.size, faults);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "too-many-boxes");
  EXPECT_EQ(status.error().item, "a.jpg");
  EXPECT_EQ(status.error().kind, ErrorKind::kResources);
}

TEST(BoxItem, CutsEndlessNamesBetweenCharacters) {
  EXPECT_EQ(BoxItem("a.jpg", 2), "a.jpg #3");
  EXPECT_EQ(BoxItem(std::string(4095, 'x') + "猫", 0), std::string(4095, 'x') + " #1");
}

TEST(BoxFaults, KeepsTheFirstThousandAndCountsAll) {
  BoxedPicture picture = Picture(std::vector<Box>(1500, Box{1, 1, 0, 5}));
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundBoxes(picture, picture.size, faults));
  EXPECT_EQ(faults.first().size(), 1000u);
  EXPECT_EQ(faults.count(), 1500);
  EXPECT_THAT(picture.boxes, IsEmpty());
}

}  // namespace
}  // namespace easel::dataset
