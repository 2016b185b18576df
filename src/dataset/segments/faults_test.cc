#include "dataset/segments/faults.h"

#include <gtest/gtest.h>

#include <limits>

namespace easel::dataset {
namespace {

TEST(KeepSoundSegments, NamesEachThatCannotBeUsed) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Segment> segments = {{5, 1, " b "}, {nan, 1, "x"},   {0, nan, "x"},  {2, 0, "x"},
                                   {3, -1, "x"},  {10, 1, "x"},    {-2, 1, "x"},   {1, 1, " "},
                                   {1, 1, "a\n"}, {-0.05, 1, "a"}, {9, 4.25, "c"}, {0.1, 0.2, "a"}};
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundSegments("long.wav", 10, segments, faults));
  ASSERT_EQ(segments.size(), 4u);
  EXPECT_EQ(segments[0], (Segment{0, 0.95, "a"})) << "a little is cut without a word";
  EXPECT_EQ(segments[1], (Segment{0.1, 0.2, "a"}));
  EXPECT_EQ(segments[2], (Segment{5, 1, "b"}));
  EXPECT_EQ(segments[3], (Segment{9, 1, "c"}));
  std::vector<std::string> told;
  for (const Error& fault : faults.first()) told.push_back(fault.code + " " + fault.item);
  EXPECT_EQ(told,
            (std::vector<std::string>{"segment-not-a-number long.wav #2", "segment-not-a-number long.wav #3",
                                      "segment-no-length long.wav #4", "segment-no-length long.wav #5",
                                      "segment-outside long.wav #6", "segment-outside long.wav #7",
                                      "segment-no-label long.wav #8", "class-name-invalid long.wav #9",
                                      "segment-clipped long.wav #11"}));
  EXPECT_NE(faults.first().back().message.en.find("3.3 s"), std::string::npos);

  const std::vector<Segment> once = segments;
  BoxFaults none;
  ASSERT_TRUE(KeepSoundSegments("long.wav", 10, segments, none));
  EXPECT_EQ(segments, once);
  EXPECT_EQ(none.count(), 0);
}

TEST(KeepSoundSegments, WorkWithoutALengthAndRefuseTooMany) {
  std::vector<Segment> segments = {{1e6, 5, "x"}};
  BoxFaults faults;
  ASSERT_TRUE(KeepSoundSegments("a", 0, segments, faults));
  EXPECT_EQ(segments.size(), 1u);
  segments.assign(kMaxBoxesPerPicture + 1, {0, 1, "x"});
  EXPECT_EQ(KeepSoundSegments("a", 0, segments, faults).error().code, "too-many-boxes");
}

}  // namespace
}  // namespace easel::dataset
