#include "dataset/import/split_hints.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

using store::Split;

TEST(SplitHints, NamesOfFiles) {
  EXPECT_EQ(SplitHints::SplitOfList("ImageSets/Main/train.txt"), Split::kTrain);
  EXPECT_EQ(SplitHints::SplitOfList("val.txt"), Split::kValidation);
  EXPECT_EQ(SplitHints::SplitOfList("trainval.txt"), Split::kTrain);
  EXPECT_EQ(SplitHints::SplitOfList("cat_train.txt"), Split::kAuto) << "says which pictures show cats";
  EXPECT_EQ(SplitHints::SplitOfList("train.json"), Split::kAuto);
  EXPECT_EQ(SplitHints::SplitOfLabelFile("a/instances_val2017.json"), Split::kValidation);
  EXPECT_EQ(SplitHints::SplitOfLabelFile("Test-labels.json"), Split::kTest);
  EXPECT_EQ(SplitHints::SplitOfLabelFile("training_set.json"), Split::kTrain);
  EXPECT_EQ(SplitHints::SplitOfLabelFile("trains.json"), Split::kAuto) << "a railway";
}

TEST(SplitHints, ListsBeforeLabelFilesBeforeFolders) {
  PictureIndex pictures;
  for (const char* path :
       {"d/train/1.jpg", "d/train/2.jpg", "d/one/images/3.jpg", "d/val/deep/4.jpg", "5.jpg"}) {
    pictures.Add(path);
  }
  pictures.Build();
  SplitHints hints;
  hints.AddList("sets/trainval.txt", "1\n");
  hints.AddList("sets/test.txt",
                "\xEF\xBB\xBF"
                "1\r\nmissing\n\n");
  hints.AddFolders({.classes = {},
                    .path = {},
                    .train = {"../one/images", "./auto", "list.txt"},
                    .validation = {},
                    .test = {}});
  hints.Resolve(pictures);
  const auto split = [&](size_t picture, Split of_label_file = Split::kAuto) {
    return hints.Of(picture, pictures.path(picture), of_label_file);
  };
  EXPECT_EQ(split(0), Split::kTest) << "that of trainval counts least";
  EXPECT_EQ(split(0, Split::kTrain), Split::kTest);
  EXPECT_EQ(split(1), Split::kTrain);
  EXPECT_EQ(split(1, Split::kValidation), Split::kValidation);
  EXPECT_EQ(split(2), Split::kTrain);
  EXPECT_EQ(split(3), Split::kValidation);
  EXPECT_EQ(split(4), Split::kAuto);
}

TEST(SplitHints, AFolderThatIsNamedForSeveralSplitsTellsNothing) {
  PictureIndex pictures;
  for (const char* path : {"images/test/1.jpg", "all/2.jpg", "some/3.jpg"}) pictures.Add(path);
  pictures.Build();
  SplitHints hints;
  hints.AddFolders({.classes = {},
                    .path = {},
                    .train = {"images/test", "all", "some"},
                    .validation = {"images/test", "all"},
                    .test = {"images/test"}});
  hints.Resolve(pictures);
  EXPECT_EQ(hints.Of(0, pictures.path(0), Split::kAuto), Split::kTest) << "its own name does";
  EXPECT_EQ(hints.Of(1, pictures.path(1), Split::kAuto), Split::kAuto);
  EXPECT_EQ(hints.Of(2, pictures.path(2), Split::kAuto), Split::kTrain);
}

}  // namespace
}  // namespace easel::dataset
