#include "dataset/import/label_files.h"

#include <gtest/gtest.h>

#include "dataset/boxes/coco.h"
#include "dataset/boxes/cvat.h"
#include "dataset/boxes/easydl_boxes.h"
#include "dataset/boxes/label_studio.h"
#include "dataset/import/box_format.h"

namespace easel::dataset {
namespace {

/// The text byte by byte.
Pieces Bytewise(std::string_view text) {
  return [text]() mutable -> Result<std::string_view> {
    const std::string_view piece = text.substr(0, 1);
    text.remove_prefix(piece.size());
    return piece;
  };
}

BoxedPicture Example() {
  return {.name = "1.jpg", .size = {40, 30}, .boxes = {{{1, 2, 3, 4}, "cat"}, {{5, 6, 7, 8}, "dog"}}};
}

TEST(LabelFiles, EveryFormatIsToldAndReadFromPiecesOfAnySize) {
  const BoxSet set{{"cat", "dog"}, {Example()}};
  const std::vector<std::tuple<Format, std::string, std::string>> files = {
      {Format::kVoc, "1.xml", WriteVoc(Example())},
      {Format::kCoco, "a.json", WriteCoco(set)},
      {Format::kEasydl, "1.json", WriteEasydlBoxes(Example())},
      {Format::kCvat, "a.xml", WriteCvat(set)},
      {Format::kLabelStudio, "a.json", WriteLabelStudio(set).value()},
  };
  for (const auto& [format, path, text] : files) {
    EXPECT_EQ(BoxFormatOf(path, TakeStart(Bytewise(text)).value()), format) << path;
    LabelFiles labels;
    labels.set_format(format);
    EXPECT_TRUE(labels.Wants(path));
    EXPECT_TRUE(labels.Read(path, Bytewise(text)).value()) << path;
    ASSERT_EQ(labels.all().size(), 1u) << path;
    BoxFaults faults;
    EXPECT_EQ(labels.BoxesIn(labels.all()[0], "1.jpg", {40, 30}, faults), Example().boxes) << path;
    EXPECT_EQ(faults.count(), 0);
  }
}

TEST(LabelFiles, OtherFilesAreLeftAlone) {
  LabelFiles labels;
  labels.set_format(Format::kCoco);
  EXPECT_FALSE(labels.Read("package.json", OnePiece(R"({"name":"x"})")).value());
  EXPECT_FALSE(labels.Read("1.json", OnePiece(R"({"labels":[]})")).value());
  EXPECT_TRUE(labels.Read("cut.json", OnePiece(R"({"images":[{"id":)")).value());
  EXPECT_EQ(labels.broken().at("cut.json").code, "label-file-invalid");
}

/// What YOLO's class 0 in `folder` is called where these lists of names are.
std::string NameIn(const std::string& folder,
                   const std::vector<std::pair<std::string, std::string>>& names_by_list) {
  LabelFiles labels;
  labels.set_format(Format::kYolo);
  for (const auto& [list, name] : names_by_list) EXPECT_TRUE(labels.Read(list, OnePiece(name)));
  EXPECT_TRUE(labels.Read(folder + "/1.txt", OnePiece("0 0.5 0.5 0.5 0.5\n")));
  BoxFaults faults;
  return labels.BoxesIn(labels.all()[0], folder + "/1.jpg", {40, 40}, faults)->at(0).label;
}

TEST(LabelFiles, OfSeveralListsOfNamesTheNearestCounts) {
  EXPECT_EQ(NameIn("b", {{"a/classes.txt", "red\n"}, {"b/classes.txt", "white\n"}}), "white");
}

TEST(LabelFiles, AListOfNamesIsNearByItsFoldersAndNotByTheirLetters) {
  EXPECT_EQ(NameIn("train", {{"test/classes.txt", "white\n"},
                             {"train/more/classes.txt", "blue\n"},
                             {"classes.txt", "red\n"}}),
            "red");
}

TEST(BoxFormatVote, AFileForAllPicturesOutweighsThoseForOne) {
  BoxFormatVote vote;
  EXPECT_EQ(vote.Winner(), Format::kFiles);
  vote.Add("classes.txt", Format::kYolo);
  for (int i = 0; i < 100; ++i) vote.Add("x.xml", Format::kVoc);
  EXPECT_EQ(vote.Winner(), Format::kVoc);
  vote.Add("coco.json", Format::kCoco);
  EXPECT_EQ(vote.Winner(), Format::kCoco);
}

TEST(LooksLikeYolo, IsAClassAndFourNumbers) {
  for (const char* yes : {"0 0.5 0.5 0.1 0.1", "\n 3 .5 .5 .1 .1 0.9\r\nx", "0 nan 0.5 0.1 0.1"}) {
    EXPECT_TRUE(LooksLikeYolo(yes)) << yes;
  }
  for (const char* no : {"", "BloodImage_1\n", "aeroplane 1", "0 0.5 0.5 0.1\n", "a 0.5 0.5 0.1 0.1\n"}) {
    EXPECT_FALSE(LooksLikeYolo(no)) << no;
  }
}

}  // namespace
}  // namespace easel::dataset
