#include "dataset/boxes/voc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

std::string Annotation(const std::string& corners,
                       const std::string& size = "<width>100</width><height>80</height>") {
  return "<annotation><folder>f</folder><filename>a.jpg</filename><size>" + size +
         "</size><object><name>cat</name><difficult>1</difficult><part><name>head</name><bndbox><xmin>1</"
         "xmin></bndbox>"
         "</part><bndbox>" +
         corners + "</bndbox></object></annotation>";
}

std::string Corners(const std::string& xmin, const std::string& ymin, const std::string& xmax,
                    const std::string& ymax) {
  return "<xmin>" + xmin + "</xmin><ymin>" + ymin + "</ymin><xmax>" + xmax + "</xmax><ymax>" + ymax +
         "</ymax>";
}

std::string FirstFault(const std::string& text) {
  BoxFaults faults;
  const auto picture = ReadVoc(text, "a.xml", VocCorners::kAuto, faults);
  if (!picture) return picture.error().code;
  return faults.count() == 0 ? "" : faults.first()[0].code + " @ " + faults.first()[0].item;
}

TEST(ReadVoc, CountsPixelsFromOneAndTakesTheLastOneIn) {
  BoxFaults faults;
  const auto picture =
      ReadVoc(Annotation(Corners("1", "11", "100", "11")), "a.xml", VocCorners::kAuto, faults);
  ASSERT_TRUE(picture);
  EXPECT_EQ(faults.count(), 0);
  EXPECT_EQ(*picture, (BoxedPicture{"a.jpg", {100, 80}, {{{0, 10, 100, 1}, "cat", true, false}}}));
}

TEST(ReadVoc, CountsFromZeroWhereACornerIsAtZero) {
  BoxFaults faults;
  const std::string text = Annotation(Corners("0", "10", "100", "11"));
  EXPECT_EQ(ReadVoc(text, "a.xml", VocCorners::kAuto, faults)->boxes[0].box, (Box{0, 10, 100, 1}));
  EXPECT_EQ(VocCountsFromZero(text, "a.xml"), true);
  const std::string other = Annotation(Corners("5", "10", "25", "11.5"));
  EXPECT_EQ(VocCountsFromZero(other, "a.xml"), false);
  EXPECT_EQ(ReadVoc(other, "a.xml", VocCorners::kZeroBased, faults)->boxes[0].box, (Box{5, 10, 20, 1.5}));
  EXPECT_EQ(ReadVoc(other, "a.xml", VocCorners::kOneBased, faults)->boxes[0].box, (Box{4, 9, 21, 2.5}));
  EXPECT_EQ(faults.count(), 0);
}

TEST(ReadVoc, DoesNotTakeASizeOfZeroAsOne) {
  BoxFaults faults;
  const std::string text =
      Annotation(Corners("5", "10", "2500", "1100"), "<width>0</width><height>0</height>");
  const auto picture = ReadVoc(text, "a.xml", VocCorners::kAuto, faults);
  ASSERT_TRUE(picture);
  EXPECT_FALSE(picture->size.known());
  EXPECT_EQ(picture->boxes.size(), 1u);
}

TEST(ReadVoc, NamesWhatIsWrong) {
  EXPECT_EQ(FirstFault(Annotation(Corners("nan", "10", "25", "11"))), "box-not-a-number @ a.jpg #1");
  EXPECT_EQ(FirstFault(Annotation(Corners("x", "10", "25", "11"))), "box-not-a-number @ a.jpg #1");
  EXPECT_EQ(FirstFault(Annotation("")), "box-not-a-number @ a.jpg #1");
  EXPECT_EQ(FirstFault(Annotation(Corners("25", "10", "20", "11"))), "box-corners-swapped @ a.jpg #1");
  EXPECT_EQ(FirstFault(Annotation(Corners("25", "10", "24", "11"))), "box-no-area @ a.jpg #1");
  EXPECT_EQ(FirstFault(Annotation(Corners("-40", "10", "-5", "11"))), "box-outside @ a.jpg #1");
  EXPECT_EQ(FirstFault(Annotation(Corners("-40", "10", "5", "11"))), "box-clipped @ a.jpg #1");
  EXPECT_EQ(FirstFault(Annotation(Corners("40", "10", "105", "11"))), "") << "the size may be a wrong one";
  EXPECT_EQ(FirstFault("<annotation><object><name>cat</name></object></annotation>"),
            "box-missing @ a.xml #1");
  EXPECT_EQ(FirstFault("<annotation><object><na"), "label-file-invalid");
  EXPECT_EQ(FirstFault("{\"labels\": []}"), "label-file-invalid");
}

TEST(WriteVoc, CountsAsVocDoes) {
  const std::string text = WriteVoc({"a&b.jpg", {100, 80}, {{{0, 10, 100, 1.5}, "cat", false, false}}});
  EXPECT_THAT(text, testing::HasSubstr("<filename>a&amp;b.jpg</filename>"));
  EXPECT_THAT(text, testing::HasSubstr(Corners("1", "11", "100", "11.5")));
}

}  // namespace
}  // namespace easel::dataset
