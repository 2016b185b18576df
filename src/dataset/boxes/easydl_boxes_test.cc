#include "dataset/boxes/easydl_boxes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;

TEST(ReadEasydlBoxes, ReadsEdgesAndTheSize) {
  BoxFaults faults;
  const auto picture = ReadEasydlBoxes(
      R"({"labels":[{"name":"label1","x1":125,"y1":724,"x2":469,"y2":1076,"size":{"height":1080,"width":1920}}]})",
      "1.json", "1.jpeg", faults);
  ASSERT_TRUE(picture);
  EXPECT_EQ(faults.count(), 0);
  EXPECT_EQ(*picture,
            (BoxedPicture{"1.jpeg", {1920, 1080}, {{{125, 724, 344, 352}, "label1", false, false}}}));
}

TEST(ReadEasydlBoxes, NamesLabelsThatCannotBeUsed) {
  BoxFaults faults;
  const auto picture = ReadEasydlBoxes(
      R"({"labels":[{"name":"a"},{"name":"a","x1":9,"y1":1,"x2":5,"y2":5},{"x1":1,"y1":1,"x2":5,"y2":5},
          {"name":"a","x1":null,"y1":1,"x2":5,"y2":5},{"name":"a","x1":"1","y1":1,"x2":5,"y2":5}]})",
      "1.json", "1.jpeg", faults);
  ASSERT_TRUE(picture);
  std::vector<std::string> told;
  for (const Error& fault : faults.first()) told.push_back(fault.code + " @ " + fault.item);
  EXPECT_THAT(told, ElementsAre("box-missing @ 1.json #1", "box-corners-swapped @ 1.jpeg #1",
                                "box-no-label @ 1.jpeg #2", "box-not-a-number @ 1.jpeg #3"));
  EXPECT_EQ(picture->boxes.size(), 1u);
}

TEST(ReadEasydlBoxes, RefusesWhatIsNotTheFormat) {
  for (const std::string_view text :
       {"", "[]", "{}", R"({"labels":{}})", R"({"labels":[1]})", R"({"labels":[{"name")"}) {
    BoxFaults faults;
    const auto picture = ReadEasydlBoxes(text, "1.json", "1.jpeg", faults);
    ASSERT_FALSE(picture) << text;
    EXPECT_EQ(picture.error().code, "label-file-invalid");
    EXPECT_EQ(picture.error().item, "1.json");
  }
}

}  // namespace
}  // namespace easel::dataset
