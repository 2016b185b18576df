#include "dataset/import/picture_index.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace easel::dataset {
namespace {

PictureIndex Of(std::initializer_list<const char*> paths) {
  PictureIndex index;
  for (const char* path : paths) index.Add(path);
  index.Build();
  return index;
}

TEST(PictureIndex, PathsComeBeforeNamesAndNamesBeforeStems) {
  const PictureIndex index = Of({"d/a/1.jpg", "d/b/1.jpg", "d/b/1.png", "other/2.JPG"});
  EXPECT_EQ(index.Find("a/1.jpg", ""), 0);
  EXPECT_EQ(index.Find("b/1.jpg", ""), 1);
  EXPECT_EQ(index.Find("C:\\photos\\b\\1.png", ""), 2);
  EXPECT_EQ(index.Find("2.jpg", ""), 3) << "case does not count";
  EXPECT_EQ(index.Find("wrong/folder/2.jpeg", ""), 3) << "neither do folders and extension";
  EXPECT_EQ(index.Find("1.jpg", ""), PictureIndex::kAmbiguous);
  EXPECT_EQ(index.Find("3.jpg", ""), PictureIndex::kNone);
  EXPECT_EQ(index.Find("", ""), PictureIndex::kNone);
}

TEST(PictureIndex, OfTheSameNameTheNearestCounts) {
  const PictureIndex index =
      Of({"images/train/1.jpg", "images/val/1.jpg", "test/images/1.jpg", "test/images/1.1.jpg"});
  EXPECT_EQ(index.FindStem("labels/train/1", "labels/train/1.txt"), 0);
  EXPECT_EQ(index.FindStem("labels/val/1", "labels/val/1.txt"), 1);
  EXPECT_EQ(index.FindStem("test/labels/1", "test/labels/1.txt"), 2);
  EXPECT_EQ(index.FindStem("test/labels/1.1", "test/labels/1.1.txt"), 3);
}

TEST(PictureIndex, ThousandsOfTheSameNameAreNoMatter) {
  PictureIndex index;
  for (int i = 0; i < 5000; ++i) index.Add("f" + std::to_string(i) + "/images/0.jpg");
  index.Build();
  for (int i = 0; i < 5000; ++i) {
    const std::string folder = "f" + std::to_string(i) + "/";
    ASSERT_EQ(index.Find(folder + "images/0.jpg", ""), i);
  }
  EXPECT_EQ(index.Find("0.jpg", "f1/labels.json"), PictureIndex::kAmbiguous);
}

}  // namespace
}  // namespace easel::dataset
