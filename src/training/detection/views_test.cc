#include "training/detection/views.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "media/encode/jpeg.h"
#include "training/detection/examples.h"
#include "training/detection/plan.h"
#include "training/detection/targets.h"
#include "training/options.h"

namespace easel::training {
namespace {

using dataset::FrozenBox;

TEST(BoxesIn, FollowPartAndMirror) {
  const std::vector<FrozenBox> boxes = {{{20, 10, 20, 10}, 3}};
  media::Variation variation;
  const ViewBox whole = BoxesIn(variation, boxes, 100, 50).at(0);
  EXPECT_FLOAT_EQ(whole.left, 0.2F);
  EXPECT_FLOAT_EQ(whole.top, 0.2F);
  EXPECT_FLOAT_EQ(whole.right, 0.4F);
  EXPECT_FLOAT_EQ(whole.bottom, 0.4F);
  EXPECT_EQ(whole.label, 3);
  EXPECT_FALSE(whole.ignored);
  variation.part = {0.1, 0.2, 0.5, 0.4};
  variation.flip = true;
  const ViewBox part = BoxesIn(variation, boxes, 100, 50).at(0);
  EXPECT_FLOAT_EQ(part.left, 0.4F);  // 0.2 … 0.6 of the part, mirrored
  EXPECT_FLOAT_EQ(part.right, 0.8F);
  EXPECT_FLOAT_EQ(part.top, 0);
  EXPECT_FLOAT_EQ(part.bottom, 0.5F);
}

TEST(BoxesIn, WhatIsCutAwayIsIgnoredOrLeftOut) {
  media::Variation variation;
  variation.part = {0.5, 0, 0.5, 1};
  const std::vector<FrozenBox> boxes = {
      {{40, 0, 20, 10}, 0},               // half of it is to be seen
      {{33, 0, 20, 10}, 1},               // 15 %
      {{31, 0, 19.5, 10}, 2},             // less than 5 %
      {{60, 0, 20, 10}, 3, true},         // difficult
      {{60, 0, 20, 10}, 4, false, true},  // a crowd
  };
  const std::vector<ViewBox> left = BoxesIn(variation, boxes, 100, 100);
  ASSERT_EQ(left.size(), 4U);
  EXPECT_FALSE(left[0].ignored);
  EXPECT_FLOAT_EQ(left[0].left, 0);
  EXPECT_EQ(left[1].label, 1);
  EXPECT_TRUE(left[1].ignored);
  EXPECT_TRUE(left[2].ignored);
  EXPECT_TRUE(left[3].ignored);
}

TEST(WriteTargets, TakesWhatThereIsRoomFor) {
  const std::vector<ViewBox> boxes = {{0.1F, 0.2F, 0.3F, 0.4F, 5, false}, {0, 0, 1, 1, 6, true}};
  std::vector<float> target(6 * 3);
  WriteTargets(boxes, target);
  EXPECT_EQ(target,
            (std::vector<float>{5, 0, 0.1F, 0.2F, 0.3F, 0.4F, 6, 1, 0, 0, 1, 1, -1, -1, -1, -1, -1, -1}));
  target.resize(6);
  WriteTargets(boxes, target);
  EXPECT_EQ(target[0], 5);
}

/// A grey picture with a red rectangle at {30, 20, 40, 30}, as a JPEG.
Bytes RedRectangle() {
  media::Image image{.width = 120, .height = 80, .rgb = std::vector<uint8_t>(size_t{120} * 80 * 3, 100)};
  for (size_t y = 20; y < 50; ++y) {
    for (size_t x = 30; x < 70; ++x) {
      uint8_t* const pixel = &image.rgb[(y * 120 + x) * 3];
      pixel[0] = 250;
      pixel[1] = pixel[2] = 10;
    }
  }
  return media::EncodeJpeg(image, 95);
}

/// How much redder than green a part of a view is, on average.
double Redness(const BoxedView& view, double left, double top, double right, double bottom) {
  double sum = 0;
  int count = 0;
  for (int y = 0; y < view.image.height; ++y) {
    for (int x = 0; x < view.image.width; ++x) {
      const double px = (x + 0.5) / view.image.width;
      const double py = (y + 0.5) / view.image.height;
      if (px < left || px > right || py < top || py > bottom) continue;
      const uint8_t* const pixel = &view.image.rgb[static_cast<size_t>(y * view.image.width + x) * 3];
      sum += pixel[0] - pixel[1];
      ++count;
    }
  }
  return count == 0 ? 0 : sum / count;
}

/// Three times the red rectangle, labelled so many times, for views of 96 × 64.
class RedPictures {
 public:
  RedPictures(size_t boxes, int64_t budget) {
    dataset::FrozenItem item{.name = "red", .width = 120, .height = 80};
    item.boxes.assign(boxes, {{30, 20, 40, 30}, 0});
    items_.assign(3, item);
    NoProgress progress;
    pictures_.emplace(
        Pictures::Load(items_, {.width = 96, .height = 64}, budget, resources_, progress).value());
  }
  RedPictures(const RedPictures&) = delete;
  RedPictures& operator=(const RedPictures&) = delete;
  const Pictures& pictures() const { return *pictures_; }

 private:
  const std::unique_ptr<media::Decoder> decoder_ =
      media::MakeSandboxedDecoder(std::filesystem::path(EASEL_BIN_DIR) / "easel-decoder", 1);
  const SystemClock clock_;
  const TrainingResources resources_{.weights = {},
                                     .cache = {},
                                     .decoder = *decoder_,
                                     .clock = clock_,
                                     .picture = [](const Hash&) -> Result<Bytes> { return RedRectangle(); }};
  std::vector<dataset::FrozenItem> items_;
  std::optional<Pictures> pictures_;
};

// Whatever is done to a picture, the boxes stay on their objects: inside of each it is red, and all red is in
// boxes.
TEST(BoxViews, BoxesStayOnTheirObjects) {
  const RedPictures three(1, 0);
  const media::Augmentation augmentation{.crop = 0.5, .stretch = 0.2, .flip = 0.5, .brightness = 0.2};
  const BoxViews views(three.pictures(), augmentation, 0.3, {0, 1, 2});
  int mosaics = 0;
  int shrunk = 0;
  for (uint64_t variation = 0; variation < 200; ++variation) {
    const BoxedView view = views.Draw(1, variation).value();
    ASSERT_EQ(view.image.width, 96);
    ASSERT_EQ(view.image.height, 64);
    double red = 0;
    for (const ViewBox& box : view.boxes) {
      const double width = static_cast<double>(box.right - box.left);
      const double height = static_cast<double>(box.bottom - box.top);
      const double area = width * height;
      red += Redness(view, static_cast<double>(box.left), static_cast<double>(box.top),
                     static_cast<double>(box.right), static_cast<double>(box.bottom)) *
             area;
      if (width < 0.1 || height < 0.1) continue;
      EXPECT_GT(Redness(view, static_cast<double>(box.left) + 0.02, static_cast<double>(box.top) + 0.03,
                        static_cast<double>(box.right) - 0.02, static_cast<double>(box.bottom) - 0.03),
                120)
          << variation;
    }
    EXPECT_NEAR(red, Redness(view, 0, 0, 1, 1), 6) << variation;
    mosaics += view.boxes.size() > 1;
    shrunk +=
        view.boxes.size() == 1 && view.boxes[0].right - view.boxes[0].left < 0.32F && !view.boxes[0].ignored;
  }
  EXPECT_GT(mosaics, 20);
  EXPECT_GT(shrunk, 20);
  const BoxedView plain = views.Draw(1, {}).value();
  EXPECT_FLOAT_EQ(plain.boxes.at(0).left, 0.25F);
}

// Of more boxes than a view teaches, some would be taught to be no objects.
TEST(BoxViews, AMosaicOfTooManyBoxesIsNotDrawn) {
  const RedPictures three(300, int64_t{1} << 20);
  const BoxViews views(three.pictures(), {}, 1, {0, 1, 2});
  for (uint64_t variation = 0; variation < 20; ++variation)
    EXPECT_EQ(views.Draw(1, variation)->boxes.size(), 300U) << variation;
}

dataset::FrozenVersion Version(int width, int height, int count = 100) {
  dataset::FrozenVersion version;
  version.classes = {"cell"};
  for (int i = 0; i < count; ++i) {
    dataset::FrozenItem item{.hash = Sha256(std::to_string(i)), .group = i, .width = width, .height = height};
    item.boxes = {{{1, 1, 2, 2}, 0}};
    version.items.push_back(std::move(item));
  }
  return version;
}

DetectionPlan PlanOf(const dataset::FrozenVersion& version, const json::object& options = {}) {
  return DetectionPlan::From(OptionValues::Parse(DetectionOptions(), options).value(), version);
}

TEST(DetectionPlan, ThePictureHasTheDatasProportions) {
  const DetectionPlan photos = PlanOf(Version(640, 480));
  EXPECT_EQ(photos.width, 416);
  EXPECT_EQ(photos.height, 320);
  const DetectionPlan scrolls = PlanOf(Version(100, 1000));
  EXPECT_GE(scrolls.height, 2 * scrolls.width - 64);
  EXPECT_LE(scrolls.height, 2 * scrolls.width + 64);
  EXPECT_EQ(PlanOf(Version(640, 480), {{"side", 256}}).width, 288);
}

TEST(DetectionPlan, LargerPicturesWhereThereIsTimeForThem) {
  const auto width_of = [](int pictures, int seconds) {
    return PlanOf(Version(640, 480, pictures), {{"time-limit", seconds}}).width;
  };
  EXPECT_EQ(width_of(100, 59), 416);
  EXPECT_EQ(width_of(100, 60), 544);
  EXPECT_EQ(width_of(1000, 299), 416);
  EXPECT_EQ(width_of(1000, 300), 544);
}

TEST(DetectionPlan, MoreDataMeansFewerEpochs) {
  EXPECT_EQ(PlanOf(Version(64, 64, 200)).epochs, 40);
  EXPECT_EQ(PlanOf(Version(64, 64, 3)).epochs, 120);
  EXPECT_EQ(PlanOf(Version(64, 64, 2000)).epochs, 12);
  EXPECT_EQ(PlanOf(Version(64, 64, 200), {{"epochs", 5}}).epochs, 5);
}

TEST(DivideBoxed, MarkedPicturesJudgeElseAFifth) {
  dataset::FrozenVersion version = Version(64, 64, 50);
  std::vector<char> usable(50, 1);
  usable[7] = 0;
  const DetectionParts fifth = DivideBoxed(version.items, usable, 1);
  EXPECT_NEAR(static_cast<double>(fifth.judges.size()), 10, 1);
  EXPECT_EQ(fifth.judges.size() + fifth.learners.size(), 49U);
  for (dataset::FrozenItem& item : version.items) item.split = store::Split::kTrain;
  EXPECT_EQ(DivideBoxed(version.items, usable, 1).judges, fifth.judges);
  version.items[3].split = store::Split::kValidation;
  version.items[4].split = store::Split::kTest;
  EXPECT_EQ(DivideBoxed(version.items, usable, 1).judges, (std::vector<size_t>{3, 4}));
}

TEST(MappedViews, AsManyAreKeptAsFitIntoMemory) {
  constexpr int64_t kView = 400'000;
  constexpr int64_t kGiB = int64_t{1} << 30;
  const auto count = [](int64_t budget, size_t learners, size_t judges) {
    const DetectionParts parts{std::vector<size_t>(learners), std::vector<size_t>(judges)};
    return MappedViews::CountWithin(budget, kView, parts, 8);
  };
  EXPECT_EQ(count(16 * kGiB, 200, 50), 8);
  EXPECT_EQ(count(16 * kGiB, 2'000, 500), 4);  // of the 8,053 in 3 GiB
  EXPECT_EQ(count(16 * kGiB, 20'000, 5'000), 1);
  EXPECT_EQ(count(kGiB, 200, 50), 8);
  EXPECT_EQ(count(kGiB, 500, 125), 5);  // of 2,684 in all
  EXPECT_EQ(count(kGiB, 500, 1'700), 1);
  EXPECT_EQ(count(kGiB, 2'000, 500), 1);
  const auto too_many = count(kGiB, 20'000, 5'000);
  ASSERT_FALSE(too_many);
  EXPECT_EQ(too_many.error().code, "too-many-pictures");
  EXPECT_EQ(too_many.error().kind, ErrorKind::kResources);
  EXPECT_FALSE(count(kGiB, 500, 2'500));
}

}  // namespace
}  // namespace easel::training
