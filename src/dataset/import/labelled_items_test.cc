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

TEST(ForEachLabelledBatch, GivesGroupsAndSegmentsOfRecordings) {
  const testing::TemporaryFolder folder;
  folder.Write("d/labels.csv",
               "path,label,speaker,begin,end\na.wav,dog,x,,\nb.wav,cat,y,0.5,0.75\nb.wav,dog,y,0.1,9\nb.wav,"
               "dog,y,8,9\n"
               "c.wav,,z,,\n");
  for (const char* name : {"a", "b", "c"}) folder.Write("d/" + std::string(name) + ".wav", name);
  const OptionValues options = OptionValues::Parse(ImportOptions(), {}).value();
  NoProgress progress;
  std::vector<std::string> seen;
  const auto visit = [&](std::vector<LabelledItem> batch) -> Status {
    for (const LabelledItem& item : batch) {
      std::string& line = seen.emplace_back(item.name + " " + item.class_name + " " + item.group);
      for (const Segment& segment : item.segments(1).value_or(std::vector<Segment>())) {
        line +=
            " " + segment.label + " " + std::to_string(segment.begin) + "+" + std::to_string(segment.seconds);
      }
    }
    return {};
  };
  EXPECT_EQ(ForEachLabelledBatch(folder.path() / "d", options, store::kSound, progress, visit).value(), 1);
  EXPECT_EQ(seen, (std::vector<std::string>{"a.wav dog x",
                                            "b.wav  y dog 0.100000+0.900000 cat 0.500000+0.250000"}));
}

}  // namespace
}  // namespace easel::dataset
