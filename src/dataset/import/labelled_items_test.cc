#include "dataset/import/labelled_items.h"

#include <gtest/gtest.h>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

TEST(ForEachLabelledBatch, GivesLabelledPicturesInOrder) {
  const testing::TemporaryFolder folder;
  folder.Write("d/cat/1.bmp", "one");
  folder.Write("d/cat/2.txt", "no picture");
  folder.Write("d/dog/.hidden.bmp", "hidden");
  folder.Write("d/dog/3.bmp", "three");
  folder.Write("d/4.bmp", "no label");
  for (int i = 0; i < 300; ++i) folder.Write("d/many/" + std::to_string(1000 + i) + ".bmp", "x");
  const OptionValues options = OptionValues::Parse(ImportOptions(), {}).value();
  NoProgress progress;
  std::vector<std::string> seen;
  int batches = 0;
  const auto visit = [&](std::vector<LabelledItem> batch) -> Status {
    ++batches;
    for (const LabelledItem& picture : batch) seen.push_back(picture.name + " " + picture.class_name);
    return {};
  };
  EXPECT_EQ(
      ForEachLabelledBatch(folder.path() / "d", options, store::kClassification, progress, visit).value(), 1)
      << "the one without a label";
  ASSERT_EQ(seen.size(), 302u);
  EXPECT_EQ(seen[0], "cat/1.bmp cat");
  EXPECT_EQ(seen[1], "dog/3.bmp dog");
  EXPECT_EQ(seen[301], "many/1299.bmp many");
  EXPECT_EQ(batches, 2);

  const auto fail = [](std::vector<LabelledItem>) -> Status { return Cancelled(); };
  EXPECT_EQ(
      ForEachLabelledBatch(folder.path() / "d", options, store::kClassification, progress, fail).error().code,
      "cancelled");
  EXPECT_EQ(ForEachLabelledBatch(folder.path() / "none", options, store::kClassification, progress, visit)
                .error()
                .code,
            "path-unknown");
}

}  // namespace
}  // namespace easel::dataset
