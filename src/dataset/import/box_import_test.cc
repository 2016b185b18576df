/// Imports into projects of object detection.
#include <gtest/gtest.h>

#include "dataset/boxes/coco.h"
#include "dataset/boxes/cvat.h"
#include "dataset/boxes/easydl_boxes.h"
#include "dataset/boxes/voc.h"
#include "dataset/import/box_layout.h"
#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::ArchiveEntry;
using testing::Installation;
using testing::Picture;
using testing::TemporaryFolder;
using testing::WriteArchive;
using Lines = std::vector<std::string>;

/// Pictures of the tests are 36 × 36 pixels.
std::string Voc(const std::string& name, const std::vector<LabelledBox>& boxes, int64_t side = 36) {
  return WriteVoc({.name = name, .size = {side, side}, .boxes = boxes});
}

class BoxImportTest : public ::testing::Test {
 protected:
  std::filesystem::path Zip(const std::vector<ArchiveEntry>& entries) {
    WriteArchive(data_.path() / "data.zip", entries);
    return data_.path() / "data.zip";
  }
  ImportReport Import(const std::vector<ArchiveEntry>& entries, const json::object& options = {}) {
    const auto report = at_.Import(Zip(entries), options);
    EXPECT_TRUE(report) << report.error().code << " " << report.error().message.en;
    return report.value_or(ImportReport());
  }
  /// "entry code" of each issue.
  static Lines Issues(const ImportReport& report) {
    Lines out;
    for (const ImportIssue& issue : report.issues) out.push_back(issue.entry + " " + issue.code);
    return out;
  }

  const TemporaryFolder home_;
  const TemporaryFolder data_;
  Installation at_{home_.path(), store::kDetection};
};

TEST_F(BoxImportTest, PascalVocWithItsLists) {
  const ImportReport report =
      Import({{"d/Annotations/1.xml", Voc("1.bmp", {{{1, 2, 3, 4}, "red"}, {{5, 6, 7.5, 8}, "white", true}})},
              {"d/Annotations/2.xml", Voc("2.bmp", {})},
              {"d/ImageSets/Main/train.txt", "1\n"},
              {"d/ImageSets/Main/val.txt", "2\r\n"},
              {"d/ImageSets/Main/trainval.txt", "1\n2\n3\n"},
              {"d/JPEGImages/1.bmp", Picture(1)},
              {"d/JPEGImages/2.bmp", Picture(2)},
              {"d/JPEGImages/3.bmp", Picture(3)}});
  EXPECT_EQ(at_.Boxes(),
            (Lines{"1.bmp train red 1,2,3,4 white 5,6,7.5,8", "2.bmp validation", "3.bmp train -"}));
  EXPECT_EQ(report.added, 3);
  EXPECT_EQ(report.boxes, 2);
  EXPECT_EQ(report.failed, 0);
  EXPECT_EQ(report.skipped, 0);
  EXPECT_EQ(report.classes, (std::vector<std::pair<std::string, int64_t>>{{"red", 1}, {"white", 1}}));
  EXPECT_EQ(Issues(report), Lines{"d/JPEGImages/3.bmp label-missing"});
  EXPECT_EQ(ImportReport::FromStored(report.Store()).value(), report);
}

TEST_F(BoxImportTest, OneVocFileThatCountsFromZeroSpeaksForAll) {
  const auto from_zero = [](const std::string& left) {
    return "<annotation><size><width>36</width><height>36</height></size><object><name>x</"
           "name><bndbox><xmin>" +
           left + "</xmin><ymin>3</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>";
  };
  Import(
      {{"1.xml", from_zero("4")}, {"1.bmp", Picture(1)}, {"2.xml", from_zero("0")}, {"2.bmp", Picture(2)}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp auto x 4,3,5,6", "2.bmp auto x 0,3,9,6"}));
}

TEST_F(BoxImportTest, CocoFilesPerSplitWithPicturesOfTheSameName) {
  const std::string train =
      WriteCoco({.classes = {"x"},
                 .pictures = {{.name = "1.bmp", .size = {36, 36}, .boxes = {{{1, 1, 2, 2}, "x"}}},
                              {.name = "gone.bmp", .size = {36, 36}, .boxes = {}}}});
  const std::string val = WriteCoco(
      {.classes = {"y"},
       .pictures = {{.name = "1.bmp", .size = {36, 36}, .boxes = {{{3, 3, 4, 4}, "y", false, true}}}}});
  const ImportReport report = Import({{"train/_annotations.coco.json", train},
                                      {"train/1.bmp", Picture(1)},
                                      {"valid/_annotations.coco.json", val},
                                      {"valid/1.bmp", Picture(2)}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp train x 1,1,2,2", "1.bmp validation y 3,3,4,4"}));
  EXPECT_EQ(Issues(report), Lines{"gone.bmp picture-missing"});
  EXPECT_TRUE(at_.catalog->boxes().Get(at_.project, 2)->boxes.at(0).crowd);
}

TEST_F(BoxImportTest, ALabelThatFitsSeveralPicturesIsGuessedForNone) {
  const std::string coco = WriteCoco(
      {.classes = {"x"}, .pictures = {{.name = "1.bmp", .size = {36, 36}, .boxes = {{{1, 1, 2, 2}, "x"}}}}});
  const ImportReport report = Import(
      {{"annotations/instances_val2017.json", coco}, {"a/1.bmp", Picture(1)}, {"b/1.bmp", Picture(2)}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp auto -", "1.bmp auto -"}));
  EXPECT_EQ(report.issue_counts.at("picture-ambiguous"), 1);
}

TEST_F(BoxImportTest, TheLabelFilesNameTellsTheSplit) {
  const std::string coco = WriteCoco(
      {.classes = {"x"}, .pictures = {{.name = "1.bmp", .size = {36, 36}, .boxes = {{{1, 1, 2, 2}, "x"}}}}});
  Import({{"annotations/instances_val2017.json", coco}, {"pictures/1.bmp", Picture(1)}});
  EXPECT_EQ(at_.Boxes(), Lines{"1.bmp validation x 1,1,2,2"});
}

TEST_F(BoxImportTest, YoloOfUltralytics) {
  const ImportReport report =
      Import({{"data.yaml", "train: ../one/images\nval: ../two/images\nnames: [red, white]\n"},
              {"one/images/1.bmp", Picture(1)},
              {"one/labels/1.txt", "1 0.5 0.5 0.25 0.5\n"},
              {"two/images/1.bmp", Picture(2)},
              {"two/labels/1.txt", "0 0.5 0.5 1 1\n7 0.5 0.5 0.1 0.1\n"},
              {"two/images/2.bmp", Picture(3)},
              {"two/labels/2.txt", ""},
              {"two/images/3.bmp", Picture(4)},
              {"readme.txt", "How to use this."},
              {"two/labels/4.txt", "0 0.5 0.5 1 1\n"}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp train white 13.5,9,9,18", "1.bmp validation red 0,0,36,36",
                                "2.bmp validation", "3.bmp validation -"}));
  EXPECT_EQ(Issues(report), (Lines{"two/labels/1.txt #2 class-unknown", "two/images/3.bmp label-missing",
                                   "readme.txt not-a-picture", "two/labels/4.txt picture-missing"}));
}

TEST_F(BoxImportTest, YoloOfDarknet) {
  Import({{"obj.names", "red\nwhite\n"},
          {"obj/1.bmp", Picture(1)},
          {"obj/1.txt", "1 0.5 0.5 0.5 0.5"},
          {"obj/test.bmp", Picture(2)},
          {"obj/test.txt", "0 0.5 0.5 0.5 0.5"},
          {"train.txt", "data/obj/1.bmp\n"}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp train white 9,9,18,18", "test.bmp auto red 9,9,18,18"}));
}

TEST_F(BoxImportTest, YoloNeedsNamesOfItsClasses) {
  const auto report = at_.Import(Zip({{"1.bmp", Picture(1)}, {"1.txt", "0 0.5 0.5 0.5 0.5"}}));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, "class-list-missing");
}

TEST_F(BoxImportTest, EasydlCvatAndLabelStudio) {
  Import({{"1.json", R"({"labels":[{"name":"a","x1":1,"y1":2,"x2":4,"y2":6}]})"}, {"1.bmp", Picture(1)}});
  Import(
      {{"annotations.xml",
        R"(<annotations><image id="0" name="in/2.bmp" width="36" height="36"><box label="b" xtl="1" ytl="2" xbr="4" ybr="6"/></image></annotations>)"},
       {"images/in/2.bmp", Picture(2)}});
  Import(
      {{"export.json",
        R"([{"data":{"image":"/data/upload/1/3.bmp"},"annotations":[{"result":[{"original_width":36,"original_height":36,"value":{"x":25,"y":50,"width":50,"height":25,"rectanglelabels":["c"]}}]}]}])"},
       {"images/3.bmp", Picture(3)}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp auto a 1,2,3,4", "2.bmp auto b 1,2,3,4", "3.bmp auto c 9,18,18,9"}));
}

TEST_F(BoxImportTest, WhatIsWrongWithABoxIsToldAndCostsNothingElse) {
  const auto voc = [](const std::string& corners) {
    return "<annotation><filename>1.bmp</filename><size><width>36</width><height>36</height></size>" +
           corners + "</annotation>";
  };
  const auto object = [](const std::string& a, const std::string& b, const std::string& c,
                         const std::string& d) {
    return "<object><name>x</name><bndbox><xmin>" + a + "</xmin><ymin>" + b + "</ymin><xmax>" + c +
           "</xmax><ymax>" + d + "</ymax></bndbox></object>";
  };
  const ImportReport report = Import(
      {{"1.xml", voc(object("1", "1", "5", "5") + object("nan", "1", "5", "5") + object("9", "9", "3", "12") +
                     object("100", "100", "120", "120") + object("30", "30", "50", "36"))},
       {"1.bmp", Picture(1)},
       {"2.xml", voc(object("9", "9", "3", "12"))},
       {"2.bmp", Picture(2)},
       {"3.xml", "<annotation><object>"},
       {"3.bmp", Picture(3)}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp auto x 0,0,5,5 x 29,29,7,7", "2.bmp auto -", "3.bmp auto -"}))
      << "a picture that lost all its boxes is not one without objects";
  for (const char* code : {"box-not-a-number", "box-outside", "box-clipped", "label-file-invalid"}) {
    EXPECT_EQ(report.issue_counts.at(code), 1) << code;
  }
  EXPECT_EQ(report.issue_counts.at("box-corners-swapped"), 2);
  EXPECT_EQ(report.issues.back().entry.substr(0, 7), "1.bmp #");
  EXPECT_EQ(report.added, 3);
}

TEST_F(BoxImportTest, AnXmlBombCostsItsFileOnly) {
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c <= 'j'; ++c) {
    const std::string inner = "&" + std::string(1, static_cast<char>(c - 1)) + ";";
    bomb += "<!ENTITY " + std::string(1, c) + " \"";
    for (int i = 0; i < 10; ++i) bomb += inner;
    bomb += "\">";
  }
  bomb += "]><annotation><filename>&j;</filename></annotation>";
  const ImportReport report = Import({{"1.xml", bomb},
                                      {"1.bmp", Picture(1)},
                                      {"2.xml", Voc("2.bmp", {{{1, 1, 2, 2}, "x"}})},
                                      {"2.bmp", Picture(2)}});
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp auto -", "2.bmp auto x 1,1,2,2"}));
  EXPECT_EQ(Issues(report), (Lines{"1.xml label-file-invalid", "1.bmp label-missing"}));
}

TEST_F(BoxImportTest, TenThousandBoxesInAPicture) {
  std::vector<LabelledBox> boxes;
  for (int i = 0; i < 10'000; ++i) boxes.push_back({{i % 30 + 0.25, i / 30 % 30 + 0.5, 1, 2}, "x"});
  const ImportReport report = Import({{"1.xml", Voc("1.bmp", boxes)}, {"1.bmp", Picture(1)}});
  EXPECT_EQ(report.boxes, 10'000);
  EXPECT_TRUE(report.issues.empty());
  EXPECT_EQ(at_.catalog->boxes().Get(at_.project, 1)->boxes.size(), 10'000u);
}

TEST_F(BoxImportTest, NotASingleBoxIsTold) {
  const ImportReport report = Import({{"1.xml", Voc("1.bmp", {})}, {"1.bmp", Picture(1)}});
  EXPECT_EQ(Issues(report), Lines{" no-boxes"});
  EXPECT_EQ(at_.Boxes(), Lines{"1.bmp auto"});
}

TEST_F(BoxImportTest, APictureOfAnotherSizeIsTold) {
  const ImportReport report =
      Import({{"1.xml", Voc("1.bmp", {{{1, 1, 60, 60}, "x"}}, 72)}, {"1.bmp", Picture(1)}});
  EXPECT_EQ(report.issue_counts.at("picture-size-differs"), 1);
  EXPECT_EQ(at_.Boxes(), Lines{"1.bmp auto x 1,1,35,35"});
}

TEST_F(BoxImportTest, ASizeThatIsTooSmallCutsNothing) {
  const std::vector<LabelledBox> boxes = {{{1, 1, 30, 30}, "x"}, {{25, 25, 5, 20}, "x"}};
  const BoxSet coco{{"x"}, {{.name = "2.bmp", .size = {20, 20}, .boxes = boxes}}};
  const ImportReport voc = Import({{"1.xml", Voc("1.bmp", boxes, 20)}, {"1.bmp", Picture(1)}});
  EXPECT_EQ(voc.issue_counts.at("picture-size-differs"), 1);
  EXPECT_EQ(voc.issue_counts.at("box-clipped"), 1);
  Import({{"coco.json", WriteCoco(coco)}, {"2.bmp", Picture(2)}});
  Import({{"3.json", WriteEasydlBoxes(coco.pictures[0])}, {"3.bmp", Picture(3)}});
  Import({{"annotations.xml", WriteCvat({{"x"}, {{.name = "4.bmp", .size = {20, 20}, .boxes = boxes}}})},
          {"4.bmp", Picture(4)}});
  const std::string placed = " auto x 1,1,30,30 x 25,25,5,11";
  EXPECT_EQ(at_.Boxes(), (Lines{"1.bmp" + placed, "2.bmp" + placed, "3.bmp" + placed, "4.bmp" + placed}));
}

TEST_F(BoxImportTest, APictureWithOtherShapesAloneIsNotOneWithoutObjects) {
  Import(
      {{"annotations.xml",
        R"(<annotations><image name="1.bmp" width="36" height="36"><polygon label="b" points="1,2;3,4;5,6"/></image></annotations>)"},
       {"1.bmp", Picture(1)}});
  Import(
      {{"export.json",
        R"([{"data":{"image":"2.bmp"},"annotations":[{"result":[{"type":"brushlabels","value":{"rle":[1],"brushlabels":["c"]}}]}]}])"},
       {"2.bmp", Picture(2)}});
  Import(
      {{"coco.json",
        R"({"images":[{"id":1,"file_name":"3.bmp"},{"id":2,"file_name":"4.bmp"},{"id":3,"file_name":"5.bmp"}],
               "categories":[{"id":1,"name":"x"}],"annotations":[
               {"image_id":1,"category_id":1,"segmentation":[[1,2,3,4,5,6]]},
               {"image_id":2,"category_id":7,"bbox":[1,2,3,4]}]})"},
       {"3.bmp", Picture(3)},
       {"4.bmp", Picture(4)},
       {"5.bmp", Picture(5)}});
  EXPECT_EQ(at_.Boxes(),
            (Lines{"1.bmp auto -", "2.bmp auto -", "3.bmp auto -", "4.bmp auto -", "5.bmp auto"}));
}

TEST_F(BoxImportTest, CountsAllPicturesThatAreMissingAndKeepsTheFirst) {
  BoxSet coco{{"x"}, {}};
  for (int i = 0; i < 1100; ++i) {
    coco.pictures.push_back({.name = std::to_string(i) + ".bmp", .size = {36, 36}, .boxes = {}});
  }
  const auto zip = Zip({{"coco.json", WriteCoco(coco)}, {"7.bmp", Picture(7)}});
  NoProgress progress;
  const auto layout = BoxLayout::Survey([&] { return OpenArchive(zip, {}); }, {}, {}, progress).value();
  EXPECT_EQ(layout->RemainingIssues().count(), 1099);
  EXPECT_EQ(layout->RemainingIssues().first().size(), 1000u);
  const ImportReport report = at_.Import(zip).value();
  EXPECT_EQ(report.issue_counts.at("picture-missing"), 1099);
  EXPECT_EQ(report.failed, 1099);
}

TEST_F(BoxImportTest, APictureThatIsThereAlreadyGetsBoxesButKeepsItsOwn) {
  Import({{"1.bmp", Picture(1)}});
  EXPECT_EQ(at_.Boxes(), Lines{"1.bmp auto -"});
  Import({{"1.xml", Voc("1.bmp", {{{1, 1, 2, 2}, "x"}})}, {"1.bmp", Picture(1)}});
  EXPECT_EQ(at_.Boxes(), Lines{"1.bmp auto x 1,1,2,2"});
  const ImportReport report = Import({{"1.xml", Voc("1.bmp", {{{9, 9, 2, 2}, "x"}})}, {"1.bmp", Picture(1)}});
  EXPECT_EQ(Issues(report), Lines{"1.bmp label-conflict"});
  EXPECT_EQ(at_.Boxes(), Lines{"1.bmp auto x 1,1,2,2"});
}

TEST_F(BoxImportTest, OptionsHaveToFitTheTask) {
  const auto zip = Zip({{"1.bmp", Picture(1)}});
  const auto code = [&](const json::object& options) {
    const auto report = at_.Import(zip, options);
    return report ? std::string() : report.error().code;
  };
  EXPECT_EQ(code({{"format", "folders"}}), "format-unfit");
  EXPECT_EQ(code({{"label", "cat"}}), "label-unfit");
  EXPECT_EQ(code({{"format", "voc"}}), "labels-missing");
  EXPECT_EQ(code({{"format", "files"}}), "");
  const TemporaryFolder other;
  Installation classes(other.path());
  EXPECT_EQ(classes.Import(zip, {{"format", "voc"}}).error().code, "format-unfit");
}

TEST_F(BoxImportTest, ResumesWhereItWas) {
  std::vector<ArchiveEntry> entries;
  for (uint64_t i = 0; i < 20; ++i) {
    const std::string name = std::to_string(i);
    const double at = static_cast<double>(i);
    entries.push_back({name + ".xml", Voc(name + ".bmp", {{{at, 1, 2, 2}, "x"}, {{1, at, 50, 2}, "y"}})});
    entries.push_back({name + ".bmp", Picture(i)});
  }
  const auto zip = Zip(entries);
  ImportLimits limits;
  limits.batch_entries = 4;
  const TemporaryFolder home;
  Installation whole(home.path(), store::kDetection);
  const ImportReport expected = whole.Import(zip, {}, "job", limits).value();
  class CancelAfter final : public Progress {
   public:
    void Report(std::string_view, const Text&, int64_t done, int64_t) override { batches_ += done > 0; }
    void Event(json::object) override {}
    bool IsCancelled() const override { return batches_ >= 2; }

   private:
    std::atomic<int> batches_ = 0;
  };
  for (int i = 0; i < 2; ++i) {
    CancelAfter progress;
    const auto report =
        dataset::Import(*at_.catalog, at_.blobs, *at_.decoder, at_.project, zip,
                        OptionValues::Parse(ImportOptions(), {}).value(), "job", progress, limits);
    EXPECT_FALSE(report);
  }
  EXPECT_EQ(at_.Import(zip, {}, "job", limits).value(), expected);
  EXPECT_EQ(at_.Boxes(), whole.Boxes());
}

}  // namespace
}  // namespace easel::dataset
