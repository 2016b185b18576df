#include "dataset/boxes/cvat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;

TEST(ReadCvat, ReadsLabelsPicturesAndBoxes) {
  BoxFaults faults;
  const auto set = ReadCvat(OnePiece(R"(<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><meta><task><name>t</name><labels>
  <label><name>dog</name><attributes><attribute><name>age</name></attribute></attributes></label>
  <label><name>cat</name></label></labels></task></meta>
<image id="0" name="a/1.jpg" width="200" height="100">
  <box label="cat" source="manual" occluded="0" xtl="10.5" ytl="20.00" xbr="30" ybr="60.25" z_order="0">
    <attribute name="age">3</attribute></box>
  <tag label="dog" source="manual"></tag>
  <polygon label="dog" points="1,2;3,4;5,6"/>
  <box label="dog" xtl="90" ytl="45" xbr="110" ybr="55" rotation="90.0"/></image>
<image id="1" name="2.jpg" width="5" height="6"/></annotations>)"),
                            "a.xml", faults);
  ASSERT_TRUE(set) << set.error().message.en;
  EXPECT_THAT(set->classes, ElementsAre("dog", "cat"));
  ASSERT_EQ(set->pictures.size(), 2u);
  EXPECT_EQ(set->pictures[1], (BoxedPicture{"2.jpg", {5, 6}, {}}));
  const BoxedPicture& first = set->pictures[0];
  EXPECT_EQ(first.name, "a/1.jpg");
  ASSERT_EQ(first.boxes.size(), 2u);
  EXPECT_EQ(first.boxes[0], (LabelledBox{{10.5, 20, 19.5, 40.25}, "cat", false, false}));
  EXPECT_NEAR(first.boxes[1].box.left, 95, 1e-9);
  EXPECT_NEAR(first.boxes[1].box.top, 40, 1e-9);
  EXPECT_NEAR(first.boxes[1].box.width, 10, 1e-9);
  EXPECT_NEAR(first.boxes[1].box.height, 20, 1e-9);
  EXPECT_EQ(first.dropped, 1u) << "a picture with polygons alone is not one without objects";
  ASSERT_EQ(faults.count(), 1);
  EXPECT_EQ(faults.first()[0].code, "shape-not-a-box");
  EXPECT_EQ(faults.first()[0].item, "a/1.jpg #3");
}

TEST(ReadCvat, RefusesWhatIsNotTheFormat) {
  for (const std::string_view text : {"", "<annotation/>", "<annotations><image name='1.jpg'>",
                                      "<annotations><track id='0'/></annotations>"}) {
    BoxFaults faults;
    const auto set = ReadCvat(OnePiece(text), "a.xml", faults);
    ASSERT_FALSE(set) << text;
    EXPECT_EQ(set.error().code, "label-file-invalid");
    EXPECT_EQ(set.error().item, "a.xml");
  }
}

TEST(ReadCvat, NamesBoxesThatCannotBeUsed) {
  BoxFaults faults;
  const auto set = ReadCvat(OnePiece("<annotations><image name='1.jpg' width='9' height='9'>"
                                     "<box label='a' xtl='5' ytl='1' xbr='2' ybr='3'/><box label='a'/>"
                                     "<box label='a' xtl='1' ytl='1' xbr='2' ybr='3' rotation='x'/>"
                                     "</image></annotations>"),
                            "a.xml", faults);
  ASSERT_TRUE(set);
  std::vector<std::string> told;
  for (const Error& fault : faults.first()) told.push_back(fault.code + " @ " + fault.item);
  EXPECT_THAT(told, ElementsAre("box-corners-swapped @ 1.jpg #1", "box-not-a-number @ 1.jpg #2",
                                "box-not-a-number @ 1.jpg #3"));
}

}  // namespace
}  // namespace easel::dataset
