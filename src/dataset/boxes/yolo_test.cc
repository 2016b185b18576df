#include "dataset/boxes/yolo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;

const std::vector<std::string> kClasses = {"cat", "dog"};

struct Outcome {
  Result<BoxedPicture> picture;
  std::vector<std::string> faults;
};

Outcome Read(std::string_view text, PictureSize size = {200, 100}) {
  BoxFaults faults;
  Outcome out{ReadYolo(text, "1.txt", kClasses, "1.jpg", size, faults), {}};
  for (const Error& fault : faults.first()) out.faults.push_back(fault.code + " @ " + fault.item);
  return out;
}

TEST(ReadYolo, ReadsBoxesScoresAndPolygons) {
  const Outcome out = Read("1 0.5 0.5 0.25 0.5\r\n\n0  0.125 0.25 0.25 0.5 0.9\n1 0.1 0.2 0.3 0.2 0.2 0.4\n");
  ASSERT_TRUE(out.picture);
  EXPECT_THAT(out.faults, ElementsAre());
  EXPECT_EQ(out.picture->name, "1.jpg");
  ASSERT_EQ(out.picture->boxes.size(), 3u);
  EXPECT_EQ(out.picture->boxes[0], (LabelledBox{{75, 25, 50, 50}, "dog", false, false}));
  EXPECT_EQ(out.picture->boxes[1], (LabelledBox{{0, 0, 50, 50}, "cat", false, false}));
  EXPECT_NEAR(out.picture->boxes[2].box.left, 20, 1e-9);
  EXPECT_NEAR(out.picture->boxes[2].box.bottom(), 40, 1e-9);
}

TEST(ReadYolo, TakesAnEmptyFileAsAPictureWithoutBoxes) {
  EXPECT_TRUE(Read("").picture->boxes.empty());
  EXPECT_TRUE(Read(" \r\n\n").picture->boxes.empty());
}

TEST(ReadYolo, NamesLinesThatCannotBeUsed) {
  const Outcome out = Read(
      "2 0.5 0.5 0.2 0.5\n-1 0.5 0.5 0.2 0.5\n0.5 0.5 0.5 0.2 0.5\n0 0.5 0.5\n0 nan 0.5 0.2 0.5\n0 0.5 0.5 "
      "-0.2 "
      "0.5\n0 1.5 0.5 0.2 0.5\n0 0.5 0.5 0.2 0.5\n");
  ASSERT_TRUE(out.picture);
  EXPECT_THAT(out.faults,
              ElementsAre("class-unknown @ 1.txt #1", "class-unknown @ 1.txt #2", "class-unknown @ 1.txt #3",
                          "box-missing @ 1.txt #4", "box-not-a-number @ 1.jpg #1",
                          "box-corners-swapped @ 1.jpg #2", "box-outside @ 1.jpg #3"));
  EXPECT_EQ(out.picture->boxes.size(), 1u);
}

TEST(ReadYolo, RefusesOtherTextsAndPicturesOfUnknownSize) {
  EXPECT_EQ(Read("once upon a time there\nwas a file").picture.error().code, "label-file-invalid");
  EXPECT_EQ(Read("<annotation/>").picture.error().item, "1.txt");
  EXPECT_EQ(Read("0 0.5 0.5 0.2 0.5", {}).picture.error().code, "picture-size-unknown");
}

TEST(WriteYolo, RefusesAClassThatIsNotListed) {
  const BoxedPicture picture{"1.jpg", {200, 100}, {{{0, 0, 5, 5}, "cow", false, false}}};
  const auto text = WriteYolo(picture, kClasses);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, "class-unknown");
  EXPECT_EQ(text.error().item, "1.jpg #1");
}

TEST(YoloNames, AreOneALine) {
  EXPECT_THAT(*ReadYoloNames("\xEF\xBB\xBFwhite cat\r\n猫 \n\ndog\n\n", "n"),
              ElementsAre("white cat", "猫", "", "dog"));
  EXPECT_EQ(ReadYoloNames("\n\n", "obj.names").error().item, "obj.names");
  EXPECT_FALSE(ReadYoloNames("\xff\xfe", "n"));
  EXPECT_EQ(ReadYoloNames("a\n" + std::string(101, 'x'), "n").error().item, "n #2");
  EXPECT_EQ(WriteYoloNames({"a", "b c"}), "a\nb c\n");
  EXPECT_EQ(WriteYoloNames({"a\nb"}).error().code, "class-name-invalid");
}

TEST(YoloData, ReadsNamesAsListsAndMaps) {
  const auto flow =
      ReadYoloData("train: ../train/images\nval: [a, 'b']\nnc: 2\nnames: ['white cat', \"\\u732b\"]\n", "d");
  ASSERT_TRUE(flow) << flow.error().message.en;
  EXPECT_THAT(flow->classes, ElementsAre("white cat", "猫"));
  EXPECT_THAT(flow->train, ElementsAre("../train/images"));
  EXPECT_THAT(flow->validation, ElementsAre("a", "b"));
  EXPECT_THAT(flow->test, ElementsAre());
  const auto map =
      ReadYoloData("# Comment\npath: ../coco\nnames:\n  1: dog  # tail\n  0: cat\n  3: yes\n", "d");
  ASSERT_TRUE(map);
  EXPECT_EQ(map->path, "../coco");
  EXPECT_THAT(map->classes, ElementsAre("cat", "dog", "", "yes"));
  EXPECT_THAT(ReadYoloData("names:\n- cat\n- dog\n", "d")->classes, ElementsAre("cat", "dog"));
}

TEST(YoloData, RefusesWhatIsNotTheFormat) {
  for (const std::string_view text :
       {"", "nc: 3", "names: []", "names: [a", "names: {x: a}", "names: {-1: a}", "names: {1000000: a}",
        "- a\n- b", "a: &x [1]\nnames: [*x, *x]", "\xff\xff"}) {
    const auto data = ReadYoloData(text, "data.yaml");
    ASSERT_FALSE(data) << text;
    EXPECT_EQ(data.error().code, "label-file-invalid");
    EXPECT_EQ(data.error().item, "data.yaml");
  }
  EXPECT_FALSE(ReadYoloData(std::string(1000, '['), "data.yaml"));
  EXPECT_EQ(ReadYoloData("names: [a, \"b\\tc\"]", "data.yaml").error().code, "class-name-invalid");
}

TEST(YoloData, ReadsBackAsTheSame) {
  const YoloData data{{"a: b", "猫 \"x\"", "#c", "yes", ""}, "../x", {"images/train"}, {"v1", "v2"}, {}};
  const auto again = ReadYoloData(WriteYoloData(data), "d");
  ASSERT_TRUE(again) << again.error().message.en;
  EXPECT_EQ(again->classes, data.classes);
  EXPECT_EQ(again->path, data.path);
  EXPECT_EQ(again->train, data.train);
  EXPECT_EQ(again->validation, data.validation);
  EXPECT_EQ(again->test, data.test);
}

TEST(YoloLabelPath, LiesInTheFolderOfLabelsOrBesideThePicture) {
  EXPECT_EQ(YoloLabelPath("images/train/a.b.jpg"), "labels/train/a.b.txt");
  EXPECT_EQ(YoloLabelPath("images/x/images/a.jpg"), "images/x/labels/a.txt");
  EXPECT_EQ(YoloLabelPath("obj_train_data/a.png"), "obj_train_data/a.txt");
  EXPECT_EQ(YoloLabelPath("my-images/a.png"), "my-images/a.txt");
}

}  // namespace
}  // namespace easel::dataset
