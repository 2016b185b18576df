#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "dataset/export/export.h"
#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::Installation;
using testing::Picture;
using testing::TemporaryFolder;

/// Whole pixels, fractions, and boxes that touch the edges.
store::ItemBox RandomBox(Random& random, double side) {
  static const std::vector<std::string> kNames = {"cat", "white cat", "猫", "a<b>&\"c'",
                                                  "x/y", "#1: %41",   "ж"};
  const auto span = [&](double& start, double& length) {
    const bool whole = random.Below(2) == 0;
    start = random.Uniform() * (side - 1);
    length = 0.01 + random.Uniform() * (side - start - 0.01);
    if (whole) {
      start = std::floor(start);
      length = std::max(1.0, std::floor(length));
    }
    if (random.Below(8) == 0) start = 0;
    if (random.Below(8) == 0) length = side - start;
  };
  store::ItemBox box{.class_name = kNames[random.Below(kNames.size())],
                     .difficult = random.Below(4) == 0,
                     .crowd = random.Below(4) == 0};
  span(box.left, box.width);
  span(box.top, box.height);
  return box;
}

/// What is labelled, by the picture's content.
std::map<std::string, std::pair<store::Split, std::vector<store::ItemBox>>> Labelled(Installation& at) {
  std::map<std::string, std::pair<store::Split, std::vector<store::ItemBox>>> out;
  EXPECT_TRUE(at.catalog->boxes().ForEach(
      at.project, [&](const store::Item& item, std::span<const store::ItemBox> boxes) -> Status {
        out[item.hash.Hex()] = {item.split, {boxes.begin(), boxes.end()}};
        return {};
      }));
  return out;
}

class ExportBoxesTest : public ::testing::Test {
 protected:
  void Add(const std::string& name, uint64_t seed, store::Split split,
           std::optional<std::vector<store::ItemBox>> boxes, uint32_t side = 36) {
    const std::string bytes = Picture(seed, 0, side);
    const store::NewItem item{.hash = at_.blobs.Put(std::as_bytes(std::span(bytes))).value(),
                              .name = name,
                              .bytes = static_cast<int64_t>(bytes.size()),
                              .width = static_cast<int>(side),
                              .height = static_cast<int>(side),
                              .boxes = std::move(boxes),
                              .split = split};
    ASSERT_TRUE(at_.catalog->items().Insert(at_.project, {&item, 1}));
  }
  Status Export(std::string_view format) {
    NoProgress progress;
    return dataset::Export(*at_.catalog, at_.blobs, at_.catalog->projects().Get(at_.project).value(), format,
                           zip_, progress);
  }

  const TemporaryFolder home_;
  const TemporaryFolder data_;
  Installation at_{home_.path(), store::kDetection};
  const std::filesystem::path zip_ = data_.path() / "out.zip";
};

TEST_F(ExportBoxesTest, NoBoxIsLostOrMovesByMoreThanHalfAPixel) {
  Random random(1);
  const std::vector<std::string> names = {"1.bmp",       "sub/1.BMP", "1.jpg",     "train.bmp",
                                          "classes.bmp", "猫 1.bmp",  "a.b.c.bmp", ".hidden",
                                          "no name",     "x?%20.bmp", "1.bmp.bmp", "auto.bmp"};
  for (uint64_t i = 0; i < 120; ++i) {
    const uint32_t side = 9 * static_cast<uint32_t>(1 + random.Below(20));
    std::vector<store::ItemBox> boxes;
    for (uint64_t b = random.Below(10); b > 0; --b) boxes.push_back(RandomBox(random, side));
    Add(names[i % names.size()], i, static_cast<store::Split>(random.Below(4)), boxes, side);
  }
  Add("unlabelled.bmp", 1000, store::Split::kAuto, std::nullopt);
  const auto expected = Labelled(at_);
  for (const std::string_view format : BoxFormats()) {
    ASSERT_TRUE(Export(format)) << format;
    for (const std::string_view chosen : {std::string_view("auto"), format}) {
      const TemporaryFolder home;
      Installation other(home.path(), store::kDetection);
      const auto report = other.Import(zip_, {{"format", chosen}});
      ASSERT_TRUE(report) << format << " " << report.error().message.en;
      EXPECT_TRUE(report->issues.empty())
          << format << " " << report->issues[0].entry << " " << report->issues[0].code;
      EXPECT_EQ(report->skipped + report->failed, 0) << format;
      const auto read = Labelled(other);
      ASSERT_EQ(read.size(), expected.size()) << format;
      for (const auto& [hash, labelled] : expected) {
        const auto& [split, boxes] = read.at(hash);
        EXPECT_EQ(split, labelled.first) << format;
        ASSERT_EQ(boxes.size(), labelled.second.size()) << format;
        for (size_t b = 0; b < boxes.size(); ++b) {
          const store::ItemBox& from = labelled.second[b];
          EXPECT_EQ(boxes[b].class_name, from.class_name) << format;
          EXPECT_NEAR(boxes[b].left, from.left, 0.5) << format;
          EXPECT_NEAR(boxes[b].top, from.top, 0.5) << format;
          EXPECT_NEAR(boxes[b].left + boxes[b].width, from.left + from.width, 0.5) << format;
          EXPECT_NEAR(boxes[b].top + boxes[b].height, from.top + from.height, 0.5) << format;
          EXPECT_EQ(boxes[b].difficult, format == "voc" && from.difficult) << format;
          EXPECT_EQ(boxes[b].crowd, format == "coco" && from.crowd) << format;
        }
      }
    }
  }
}

TEST_F(ExportBoxesTest, SplitsComeBackWhereSomeAreEmpty) {
  using enum store::Split;
  const std::vector<store::ItemBox> boxes = {
      {.class_name = "x", .left = 1, .top = 2, .width = 3, .height = 4}};
  uint64_t seed = 0;
  for (const std::vector<store::Split>& splits : std::vector<std::vector<store::Split>>{
           {kTest}, {kValidation, kTest}, {kTrain}, {kAuto, kTest}, {kAuto, kTrain}, {kValidation}}) {
    at_.project = at_.catalog->projects().Create("p" + std::to_string(seed), store::kDetection).value().id;
    for (const store::Split split : splits) {
      Add(std::to_string(seed) + ".bmp", seed, split, boxes);
      ++seed;
    }
    const auto expected = Labelled(at_);
    for (const std::string_view format : BoxFormats()) {
      ASSERT_TRUE(Export(format)) << format;
      const TemporaryFolder home;
      Installation other(home.path(), store::kDetection);
      ASSERT_TRUE(other.Import(zip_)) << format;
      for (const auto& [hash, labelled] : Labelled(other)) {
        EXPECT_EQ(labelled.first, expected.at(hash).first) << format << " " << seed;
      }
    }
  }
}

TEST_F(ExportBoxesTest, GivesTheSameBytesEachTime) {
  Add("1.bmp", 1, store::Split::kTrain,
      {{{.class_name = "x", .left = 1, .top = 2, .width = 3, .height = 4}}});
  ASSERT_TRUE(Export("coco"));
  const Bytes first = ReadFile(zip_).value();
  ASSERT_TRUE(Export(""));
  EXPECT_EQ(ReadFile(zip_).value(), first) << "COCO is the usual one";
}

TEST_F(ExportBoxesTest, RefusesWhatIsNotThere) {
  EXPECT_EQ(Export("voc").error().code, "no-items");
  EXPECT_EQ(Export("folders").error().code, "format-unknown");
  const TemporaryFolder home;
  Installation classes(home.path());
  NoProgress progress;
  EXPECT_EQ(dataset::Export(*classes.catalog, classes.blobs,
                            classes.catalog->projects().Get(classes.project).value(), "voc", zip_, progress)
                .error()
                .code,
            "format-unknown");
  EXPECT_FALSE(std::filesystem::exists(zip_));
}

}  // namespace
}  // namespace easel::dataset
