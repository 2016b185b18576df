#include "dataset/version.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "dataset/testing.h"
#include "dataset/version_manifest.h"

namespace easel::dataset {
namespace {

using testing::Installation;
using testing::TemporaryFolder;

class VersionTest : public ::testing::Test {
 protected:
  /// Adds a row without a picture file: freezing looks at rows only.
  void Add(uint64_t number, const std::string& class_name, uint64_t fingerprint) {
    const store::NewItem item{.hash = Sha256(std::to_string(number)),
                              .name = std::to_string(number) + ".jpg",
                              .bytes = 1,
                              .width = 100,
                              .height = 100,
                              .fingerprint = fingerprint,
                              .class_name = class_name};
    ASSERT_TRUE(installation_->catalog->items().Insert(installation_->project, {&item, 1}));
  }
  Result<FrozenVersion> Freeze() {
    return dataset::Freeze(*installation_->catalog, installation_->blobs, installation_->project);
  }

  /// The same in an object detection project.
  void AddBoxed(store::ProjectId project, uint64_t number, std::vector<store::ItemBox> boxes) {
    const store::NewItem item{.hash = Sha256(std::to_string(number)),
                              .name = std::to_string(number) + ".jpg",
                              .bytes = 1,
                              .width = 100,
                              .height = 80,
                              .fingerprint = number << 32,
                              .boxes = std::move(boxes)};
    ASSERT_TRUE(installation_->catalog->items().Insert(project, {&item, 1}));
  }
  Result<FrozenVersion> Freeze(store::ProjectId project) {
    return dataset::Freeze(*installation_->catalog, installation_->blobs, project);
  }

  TemporaryFolder home_;
  std::unique_ptr<Installation> installation_ = std::make_unique<Installation>(home_.path());
};

TEST_F(VersionTest, SortsAndNumbers) {
  Random random(1);
  for (uint64_t i = 0; i < 20; ++i) Add(i, i % 2 == 0 ? "猫" : "dog", random.Next());
  Add(99, "", random.Next());
  const FrozenVersion version = Freeze().value();
  EXPECT_EQ(version.number, 1);
  EXPECT_EQ(version.classes, (std::vector<std::string>{"dog", "猫"}));
  EXPECT_EQ(version.items.size(), 20u) << "without the unlabelled one";
  EXPECT_TRUE(std::ranges::is_sorted(version.items, {}, &FrozenItem::hash));
  for (const FrozenItem& item : version.items) {
    const int number = std::stoi(item.name);
    EXPECT_EQ(item.label, number % 2 == 0 ? 1 : 0);
    EXPECT_EQ(item.hash, Sha256(std::to_string(number)));
  }
  EXPECT_EQ(Freeze().value().number, 1) << "nothing changed";
  Add(100, "dog", random.Next());
  EXPECT_EQ(Freeze().value().number, 2);
}

TEST_F(VersionTest, TheManifestDoesNotDependOnTheOrderOfImport) {
  Random random(2);
  std::vector<uint64_t> prints(30);
  for (uint64_t& print : prints) print = random.Below(3) == 0 ? 5 : random.Next();
  for (uint64_t i = 0; i < 30; ++i) Add(i, i < 15 ? "a" : "b", prints[i]);
  const Hash first = Freeze().value().manifest;
  const TemporaryFolder other;
  installation_ = std::make_unique<Installation>(other.path());
  for (uint64_t i = 30; i-- > 0;) Add(i, i < 15 ? "a" : "b", prints[i]);
  EXPECT_EQ(Freeze().value().manifest, first);
}

TEST_F(VersionTest, GroupsNearDuplicates) {
  Random random(3);
  for (uint64_t i = 0; i < 40; ++i) Add(i, i % 2 == 0 ? "a" : "b", random.Next());
  Add(100, "a", 0x0F0F0F0F);
  Add(101, "a", 0x0F0F0F0E);
  Add(102, "b", 0x0F0F0F00);
  const FrozenVersion version = Freeze().value();
  std::set<int> groups;
  std::set<int> copies;
  for (const FrozenItem& item : version.items) {
    groups.insert(item.group);
    if (std::stoi(item.name) >= 100) copies.insert(item.group);
  }
  EXPECT_EQ(copies.size(), 1u);
  EXPECT_EQ(groups.size(), 41u);
}

TEST_F(VersionTest, AFixedCameraDoesNotMakeOneGroupOfAll) {
  for (uint64_t i = 0; i < 60; ++i) Add(i, i % 2 == 0 ? "good" : "scratched", i % 20 == 0 ? 0x10 : 0);
  const FrozenVersion version = Freeze().value();
  std::set<int> groups;
  for (const FrozenItem& item : version.items) groups.insert(item.group);
  EXPECT_EQ(groups.size(), 58u) << "57 stand alone; the three equal ones that are few enough stay together";
}

TEST_F(VersionTest, FreezesBoxesAndPicturesWithNone) {
  const store::ProjectId cells =
      installation_->catalog->projects().Create("cells", store::kDetection).value().id;
  EXPECT_EQ(Freeze(cells).error().code, "no-items");
  AddBoxed(cells, 1, {});
  EXPECT_EQ(Freeze(cells).error().code, "no-boxes");
  AddBoxed(cells, 2, {{.class_name = "white", .left = 1.5, .top = 2, .width = 30, .height = 40}});
  EXPECT_EQ(Freeze(cells).value().classes, std::vector<std::string>{"white"}) << "one class is enough";
  AddBoxed(cells, 3,
           {{.class_name = "white", .left = 1, .top = 2, .width = 3, .height = 4},
            {.class_name = "red", .left = 5, .top = 6, .width = 7, .height = 8, .crowd = true}});
  const FrozenVersion version = Freeze(cells).value();
  EXPECT_EQ(version.number, 2);
  EXPECT_EQ(version.task, store::kDetection);
  EXPECT_EQ(version.classes, (std::vector<std::string>{"red", "white"}));
  ASSERT_EQ(version.items.size(), 3u);
  EXPECT_TRUE(std::ranges::is_sorted(version.items, {}, &FrozenItem::hash));
  std::map<std::string, const FrozenItem*> items;
  for (const FrozenItem& item : version.items) items[item.name] = &item;
  EXPECT_TRUE(items["1.jpg"]->boxes.empty());
  EXPECT_EQ(items["2.jpg"]->boxes, (std::vector<FrozenBox>{{{1.5, 2, 30, 40}, 1}}));
  EXPECT_EQ(items["3.jpg"]->boxes,
            (std::vector<FrozenBox>{{{1, 2, 3, 4}, 1}, {{5, 6, 7, 8}, 0, false, true}}));
  EXPECT_EQ(items["3.jpg"]->height, 80);
  EXPECT_EQ(ManifestOf(ParseManifest(installation_->blobs.Get(version.manifest).value()).value()),
            ManifestOf(version));
}

TEST_F(VersionTest, RefusesWhatCannotBeLearnt) {
  EXPECT_EQ(Freeze().error().code, "no-items");
  Add(1, "", 1);
  EXPECT_EQ(Freeze().error().code, "no-items");
  Add(2, "cat", 2);
  Add(3, "cat", 3);
  EXPECT_EQ(Freeze().error().code, "one-class-only");
  Add(4, "dog", 4);
  EXPECT_EQ(Freeze().error().code, "class-too-small");
  EXPECT_EQ(Freeze().error().item, "dog");
  Add(5, "dog", 5);
  EXPECT_TRUE(Freeze());
}

}  // namespace
}  // namespace easel::dataset
