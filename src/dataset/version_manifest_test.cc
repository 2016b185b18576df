#include "dataset/version_manifest.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace easel::dataset {
namespace {

Result<FrozenVersion> Parse(std::string_view text) { return ParseManifest(std::as_bytes(std::span(text))); }

TEST(VersionManifest, ComesBackAsItWas) {
  FrozenVersion version;
  version.classes = {"dog", "猫 \"x\""};
  for (int i = 0; i < 7; ++i) {
    version.items.push_back({.hash = Sha256(std::to_string(i)),
                             .label = i % 2,
                             .split = static_cast<store::Split>(i % 4),
                             .group = i / 2});
  }
  const std::string manifest = ManifestOf(version);
  const FrozenVersion read = Parse(manifest).value();
  EXPECT_EQ(read.classes, version.classes);
  EXPECT_EQ(ManifestOf(read), manifest);
  EXPECT_EQ(read.manifest, Sha256(manifest));
}

TEST(VersionManifest, BoxesComeBackToTheLastBit) {
  Random random(1);
  FrozenVersion version;
  version.task = store::kDetection;
  version.classes = {"red", "white"};
  for (int i = 0; i < 20; ++i) {
    FrozenItem& item = version.items.emplace_back();
    item.hash = Sha256(std::to_string(i));
    item.width = 640;
    item.height = 480 + i;
    for (int b = 0; b < i; ++b) {
      item.boxes.push_back({{random.Uniform() * 100, random.Uniform() / 3, 1 + random.Uniform(), 1e-7},
                            b % 2,
                            b % 3 == 0,
                            b % 5 == 0});
    }
  }
  const std::string manifest = ManifestOf(version);
  const FrozenVersion read = Parse(manifest).value();
  EXPECT_EQ(read.task, version.task);
  for (size_t i = 0; i < version.items.size(); ++i) {
    EXPECT_EQ(read.items[i].boxes, version.items[i].boxes);
    EXPECT_EQ(read.items[i].height, version.items[i].height);
  }
  EXPECT_EQ(ManifestOf(read), manifest);
}

TEST(VersionManifest, RefusesBoxesThatAreNone) {
  const auto with = [](const std::string& size, const std::string& box) {
    return "{\"classes\":[\"a\"],\"format\":2,\"items\":[[\"" + std::string(64, 'a') + "\",0,\"auto\",0," +
           size + ",[" + box + "]]]}";
  };
  ASSERT_TRUE(Parse(with("10,20", "\"0 1 2 3 4 d c\"")));
  ASSERT_TRUE(Parse(with("10,20", "")));
  for (const char* box : {"\"1 1 2 3 4\"", "\"0 1 2 3\"", "\"0 1 2 3 4 x\"", "\"0 1 2 0 4\"",
                          "\"0 nan 2 3 4\"", "\"0.5 1 2 3 4\"", "\"-1 1 2 3 4\"", "\"\"", "0"}) {
    EXPECT_FALSE(Parse(with("10,20", box))) << box;
  }
  EXPECT_FALSE(Parse(with("0,20", "")));
  EXPECT_FALSE(Parse(with("10,\"20\"", "")));
}

TEST(VersionManifest, OfRecordingsComesBackTheSame) {
  FrozenVersion version{.classes = {"坏", "good"}, .task = std::string(store::kSound)};
  version.items.push_back({.hash = Sha256("a"), .label = 1, .source = "machine \"7\"", .seconds = 2.25});
  version.items.push_back(
      {.hash = Sha256("b"), .split = store::Split::kTest, .group = 1, .seconds = 1.0 / 3});
  version.items[1].boxes = {{{0.1, 0, 1e-3, 1}, 1}, {{0.2, 0, 0.1, 1}, 0}};
  const Result<FrozenVersion> read = Parse(ManifestOf(version));
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_EQ(read->task, store::kSound);
  EXPECT_EQ(read->classes, version.classes);
  ASSERT_EQ(read->items.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read->items[i].hash, version.items[i].hash);
    EXPECT_EQ(read->items[i].label, version.items[i].label);
    EXPECT_EQ(read->items[i].split, version.items[i].split);
    EXPECT_EQ(read->items[i].group, version.items[i].group);
    EXPECT_EQ(read->items[i].source, version.items[i].source);
    EXPECT_EQ(read->items[i].seconds, version.items[i].seconds);
    EXPECT_EQ(read->items[i].boxes, version.items[i].boxes);
  }
  EXPECT_EQ(ManifestOf(*read), ManifestOf(version));
}

TEST(VersionManifest, RefusesRecordingsThatAreNone) {
  const auto with = [](const std::string& rest) {
    return R"({"classes":["a"],"format":3,"items":[[")" + std::string(64, 'a') + R"(",0,"auto",0,)" + rest +
           "]]}";
  };
  ASSERT_TRUE(Parse(with(R"("2.5","",["0 1 0 0.5 1"])")));
  for (const char* rest :
       {R"("0","",[])", R"("nan","",[])", R"(2,"",[])", R"("2",0,[])", R"("2","",{})", R"("2","")",
        R"("2","",["1 1 0 0.5 1"])", R"("2","",["0 1 0 0 1"])", R"("2","",[0])"}) {
    EXPECT_FALSE(Parse(with(rest))) << rest;
  }
}

TEST(VersionManifest, RefusesWhatIsNone) {
  const std::string hash(64, 'a');
  const std::string head = "{\"classes\":[\"a\"],\"format\":1,\"items\":";
  ASSERT_TRUE(Parse(head + "[[\"" + hash + "\",0,\"auto\",0]]}"));
  for (const std::string& bad :
       {std::string("[]"), std::string("{}"), std::string("{"), head + "[1]}",
        head + "[[\"" + hash + "\",1,\"auto\",0]]}", head + "[[\"" + hash + "\",-1,\"auto\",0]]}",
        head + "[[\"" + hash + "\",0,\"never\",0]]}", head + "[[\"" + hash + "\",0,\"auto\",-1]]}",
        head + "[[\"zz\",0,\"auto\",0]]}", std::string("{\"classes\":[1],\"format\":1,\"items\":[]}"),
        std::string("{\"classes\":[],\"format\":4,\"items\":[]}")}) {
    EXPECT_FALSE(Parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace easel::dataset
