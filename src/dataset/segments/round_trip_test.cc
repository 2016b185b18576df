/// What is written is read back: 200 random sets through every format, no segment lost, none moved.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "dataset/export/export.h"
#include "dataset/segments/label_studio_sounds.h"
#include "dataset/testing.h"

namespace easel::dataset {
namespace {

constexpr int kSets = 200;
constexpr double kLength = 0.25;

const std::vector<std::string> kNames = {"cat", "white cat", "猫", "a<b>&\"c'", "x/y", "#1: %41,;", "ж"};

std::string AnyOf(Random& random) { return kNames[random.Below(kNames.size())]; }

LabelledSound RandomSound(Random& random, double length) {
  LabelledSound sound;
  if (random.Below(2) == 0) sound.class_name = AnyOf(random);
  if (random.Below(2) == 0) sound.group = "speaker " + AnyOf(random);
  sound.split = static_cast<store::Split>(random.Below(4));
  if (!sound.class_name.empty() && random.Below(2) == 0) return sound;
  sound.segments.emplace();
  for (uint64_t i = random.Below(6); i > 0; --i) {
    const double begin = random.Uniform() * length * 0.99;
    sound.segments->push_back({begin, 0.001 + random.Uniform() * (length - begin - 0.001), AnyOf(random)});
  }
  std::ranges::sort(*sound.segments, {}, &Segment::begin);
  return sound;
}

TEST(SegmentRoundTrip, LabelStudio) {
  for (uint64_t seed = 0; seed < kSets; ++seed) {
    Random random(seed);
    std::vector<LabelledSound> written;
    for (uint64_t i = 1 + random.Below(6); i > 0; --i) {
      written.push_back(RandomSound(random, 1 + random.Uniform() * 2000));
      written.back().name = "folder & co/音 " + std::to_string(i) + "%20?.wav";
    }
    BoxFaults faults;
    const auto read = ReadLabelStudioSounds(OnePiece(WriteLabelStudioSounds(written)), "a.json", faults);
    ASSERT_TRUE(read) << read.error().message.en;
    EXPECT_EQ(faults.count(), 0);
    ASSERT_EQ(read->size(), written.size());
    for (size_t i = 0; i < written.size(); ++i) {
      LabelledSound a = (*read)[i];
      // A class and an empty list of segments read as a class.
      if (written[i].segments && written[i].segments->empty() && !written[i].class_name.empty())
        written[i].segments.reset();
      ASSERT_EQ(a.segments.has_value(), written[i].segments.has_value());
      if (a.segments) {
        ASSERT_EQ(a.segments->size(), written[i].segments->size());
        for (size_t s = 0; s < a.segments->size(); ++s) {
          EXPECT_EQ((*a.segments)[s].label, (*written[i].segments)[s].label);
          EXPECT_NEAR((*a.segments)[s].begin, (*written[i].segments)[s].begin, 1e-9);
          EXPECT_NEAR((*a.segments)[s].seconds, (*written[i].segments)[s].seconds, 1e-9);
        }
        a.segments = written[i].segments;
      }
      EXPECT_EQ(a, written[i]);
    }
  }
}

/// What a project says about each recording, whatever it is called.
std::vector<std::string> Labels(testing::Installation& at) {
  std::vector<std::string> hashes;
  EXPECT_TRUE(at.catalog->items().ForEach(at.project, [&](const store::Item& item) -> Status {
    hashes.push_back(item.hash.Hex());
    return {};
  }));
  std::vector<std::string> lines = at.Sounds();
  for (size_t i = 0; i < lines.size(); ++i) lines[i] = hashes[i] + lines[i].substr(lines[i].find(".wav"));
  std::ranges::sort(lines);
  return lines;
}

TEST(SegmentRoundTrip, Projects) {
  Random random(5);
  const testing::TemporaryFolder home;
  const testing::TemporaryFolder data;
  testing::Installation at(home.path(), store::kSound);
  constexpr int kRecordings = 40;
  int64_t unlabelled = 0;
  for (int i = 0; i < kRecordings; ++i) {
    data.Write("d/" + std::to_string(i % 7) + "/" + std::to_string(i / 2) + ".wav",
               testing::Recording(static_cast<uint64_t>(i) + 1));
  }
  ASSERT_EQ(at.Import(data.path() / "d", {{"format", "files"}}).value().added, kRecordings);
  std::vector<store::Item> items;
  ASSERT_TRUE(at.catalog->items().ForEach(at.project, [&](const store::Item& item) -> Status {
    items.push_back(item);
    return {};
  }));
  for (const store::Item& item : items) {
    LabelledSound sound = RandomSound(random, kLength);
    // Milliseconds, so that texts of them may be compared after a detour over the end.
    if (sound.segments) {
      for (Segment& segment : *sound.segments)
        segment = {std::floor(segment.begin * 128) / 128, 1.0 / 128, segment.label};
    }
    if (sound.segments && sound.segments->empty() && !sound.class_name.empty()) sound.segments.reset();
    store::NewItem labels{
        .hash = item.hash, .name = item.name, .class_name = sound.class_name, .source = sound.group};
    if (sound.segments) {
      labels.boxes.emplace();
      for (const Segment& segment : *sound.segments) labels.boxes->push_back(ItemBoxOf(segment));
    }
    unlabelled += sound.class_name.empty() && !sound.segments;
    ASSERT_TRUE(at.catalog->items().Insert(at.project, {&labels, 1}));
  }
  ASSERT_EQ(unlabelled, 0);
  const store::Project project = at.catalog->projects().Get(at.project).value();
  NoProgress progress;
  for (const std::string_view format : SoundFormats()) {
    const std::filesystem::path zip = data.path() / "out.zip";
    ASSERT_TRUE(Export(*at.catalog, at.blobs, project, format, zip, progress)) << format;
    const Bytes once = ReadFile(zip).value();
    ASSERT_TRUE(Export(*at.catalog, at.blobs, project, format, zip, progress));
    EXPECT_EQ(ReadFile(zip).value(), once) << format << ": the same bytes each time";
    const testing::TemporaryFolder other_home;
    testing::Installation other(other_home.path(), store::kSound);
    const ImportReport report = other.Import(zip).value();
    EXPECT_TRUE(report.issues.empty())
        << format << " "
        << (report.issues.empty() ? "" : report.issues[0].code + " " + report.issues[0].entry);
    EXPECT_EQ(report.added, kRecordings) << format;
    EXPECT_EQ(Labels(other), Labels(at)) << format;
  }
  EXPECT_EQ(Export(*at.catalog, at.blobs, project, "coco", data.path() / "no.zip", progress).error().code,
            "format-unknown");
}

}  // namespace
}  // namespace easel::dataset
