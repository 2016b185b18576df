#include "dataset/boxes/coco.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;

struct Outcome {
  Result<BoxSet> set;
  std::vector<std::string> faults;
};

Outcome Read(std::string_view text) {
  BoxFaults faults;
  Outcome out{ReadCoco(OnePiece(text), "coco.json", faults), {}};
  for (const Error& fault : faults.first()) out.faults.push_back(fault.code + " @ " + fault.item);
  return out;
}

TEST(ReadCoco, ReadsPicturesClassesAndBoxesInAnyOrder) {
  const Outcome out = Read(R"({"annotations":[
    {"id":9,"image_id":2,"category_id":18,"bbox":[1,2.5,30,40],"area":7,"iscrowd":1,"segmentation":{"counts":[1]}},
    {"id":8,"image_id":1,"category_id":3,"bbox":[0,0,5,5],"segmentation":[[1,2,3,4,5,6]]}],
    "categories":[{"id":18,"name":"dog"},{"id":3,"name":"猫"},{"id":4,"name":"never"}],
    "info":{"year":2017},"images":[{"id":1,"file_name":"a/1.jpg","width":640,"height":480},
    {"id":2,"file_name":"2.jpg"},{"id":3,"file_name":"3.jpg","width":5,"height":5}]})");
  ASSERT_TRUE(out.set) << out.set.error().message.en;
  EXPECT_THAT(out.faults, ElementsAre());
  EXPECT_THAT(out.set->classes, ElementsAre("dog", "猫", "never"));
  EXPECT_THAT(out.set->pictures,
              ElementsAre(BoxedPicture{"a/1.jpg", {640, 480}, {{{0, 0, 5, 5}, "猫", false, false}}},
                          BoxedPicture{"2.jpg", {}, {{{1, 2.5, 30, 40}, "dog", false, true}}},
                          BoxedPicture{"3.jpg", {5, 5}, {}}));
}

TEST(ReadCoco, TakesTextsAsIdsAndClassesOfOneNameAsOne) {
  const Outcome out = Read(R"({"images":[{"id":"x","file_name":"1.jpg"}],
    "categories":[{"id":1,"name":"a"},{"id":2,"name":"a"}],
    "annotations":[{"image_id":"x","category_id":1.0,"bbox":["1","2",3,4]},{"image_id":"x","category_id":2,"bbox":[1,2,3,4]}]})");
  ASSERT_TRUE(out.set);
  EXPECT_THAT(out.set->classes, ElementsAre("a"));
  EXPECT_EQ(out.set->pictures[0].boxes.size(), 2u);
}

TEST(ReadCoco, NamesTheAnnotationsThatCannotBeUsed) {
  const Outcome out = Read(R"({"images":[{"id":1,"file_name":"1.jpg","width":50,"height":50}],
    "categories":[{"id":1,"name":"a"}],"annotations":[
    {"image_id":7,"category_id":1,"bbox":[1,2,3,4]},
    {"image_id":1,"category_id":7,"bbox":[1,2,3,4]},
    {"image_id":1,"category_id":1},
    {"image_id":1,"category_id":1,"bbox":[1,2,3]},
    {"image_id":null,"category_id":1,"bbox":[1,2,3,4]},
    {"image_id":1,"category_id":1,"bbox":[NaN,2,3,4]},
    {"image_id":1,"category_id":1,"bbox":[1,2,-3,4]},
    {"image_id":1,"category_id":1,"bbox":[1,2,0,4]},
    {"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]})");
  ASSERT_TRUE(out.set) << out.set.error().message.en;
  EXPECT_THAT(out.faults, ElementsAre("box-missing @ coco.json #3", "box-missing @ coco.json #4",
                                      "picture-unknown @ coco.json #5", "picture-unknown @ coco.json #1",
                                      "class-unknown @ coco.json #2", "box-not-a-number @ 1.jpg #1",
                                      "box-corners-swapped @ 1.jpg #2", "box-no-area @ 1.jpg #3"));
  EXPECT_EQ(out.set->pictures[0].boxes.size(), 1u);
  EXPECT_EQ(out.set->pictures[0].dropped, 6u) << "without boxes and of no class as well";
}

TEST(ReadCoco, TellsIdsApartThatNoDoubleDoes) {
  const Outcome out = Read(R"({"annotations":[
    {"image_id":9007199254740993,"category_id":18446744073709551615,"bbox":[1,2,3,4]},
    {"image_id":-1,"category_id":18446744073709551614,"bbox":[1,2,3,4]}],
    "images":[{"id":9007199254740992,"file_name":"1.jpg"},{"id":9007199254740993,"file_name":"2.jpg"},
    {"id":-1.0,"file_name":"3.jpg"}],
    "categories":[{"id":18446744073709551614,"name":"a"},{"id":18446744073709551615,"name":"b"}]})");
  ASSERT_TRUE(out.set) << out.set.error().message.en;
  EXPECT_THAT(out.faults, ElementsAre());
  EXPECT_THAT(out.set->pictures, ElementsAre(BoxedPicture{"1.jpg", {}, {}},
                                             BoxedPicture{"2.jpg", {}, {{{1, 2, 3, 4}, "b", false, false}}},
                                             BoxedPicture{"3.jpg", {}, {{{1, 2, 3, 4}, "a", false, false}}}));
}

TEST(ReadCoco, NamesAPictureWithTheIdOfAnother) {
  const Outcome out = Read(R"({"images":[{"id":1,"file_name":"1.jpg"},{"id":1,"file_name":"1.jpg"},
    {"id":1,"file_name":"2.jpg"}],"categories":[],"annotations":[]})");
  ASSERT_TRUE(out.set);
  EXPECT_THAT(out.faults, ElementsAre("picture-id-twice @ 2.jpg")) << "the same picture twice does no harm";
  EXPECT_EQ(out.set->pictures.size(), 1u);
}

TEST(ReadCoco, RefusesANameThatNoClassCanHave) {
  for (const std::string& name : {std::string(), std::string(101, 'x'), std::string("a\\n")}) {
    const Outcome out =
        Read(R"({"images":[],"categories":[{"id":1,"name":" fine "},{"id":2,"name":")" + name + R"("}]})");
    ASSERT_FALSE(out.set) << name;
    EXPECT_EQ(out.set.error().code, "class-name-invalid");
    EXPECT_EQ(out.set.error().item, "coco.json #2");
  }
}

TEST(ReadCoco, LeavesOutAPictureWithTooManyBoxesAndNamesIt) {
  std::string text = R"({"images":[{"id":1,"file_name":"1.jpg"},{"id":2,"file_name":"2.jpg"}],)"
                     R"("categories":[{"id":1,"name":"a"}],"annotations":[)";
  for (size_t i = 0; i <= kMaxBoxesPerPicture; ++i)
    text += R"({"image_id":1,"category_id":1,"bbox":[1,2,3,4]},)";
  const Outcome out = Read(text + R"({"image_id":2,"category_id":1,"bbox":[1,2,3,4]}]})");
  ASSERT_TRUE(out.set);
  EXPECT_THAT(out.faults, ElementsAre("too-many-boxes @ 1.jpg"));
  EXPECT_EQ(out.set->pictures.size(), 1u);
}

TEST(ReadCoco, RefusesWhatIsNotTheFormat) {
  for (const std::string_view text :
       {"", "{}", "[]", "[{\"id\":1}]", R"({"images":[{"id":1}]})", R"({"images":[{"file_name":"a"}]})",
        R"({"images":[{"id":1,"file_name":"a.jpg"}],"annotations":[{"image_id":1,)", "<annotation/>"}) {
    const Outcome out = Read(text);
    ASSERT_FALSE(out.set) << text;
    EXPECT_EQ(out.set.error().code, "label-file-invalid");
    EXPECT_EQ(out.set.error().item, "coco.json");
  }
}

}  // namespace
}  // namespace easel::dataset
