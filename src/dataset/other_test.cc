#include "dataset/other.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "dataset/testing.h"
#include "dataset/version.h"

namespace easel::dataset {
namespace {

using testing::Installation;
using testing::Picture;
using testing::TemporaryFolder;

class Other : public ::testing::Test {
 protected:
  /// `classes` × `items` pictures, imported.
  void Import(const std::vector<std::string>& classes, int items) {
    for (const std::string& name : classes) {
      for (int i = 0; i < items; ++i)
        folder_.Write("photos/" + name + "/" + std::to_string(i) + ".bmp", Picture(++last_));
    }
    ASSERT_TRUE(installation_.Import(folder_.path() / "photos"));
  }

  /// Photos of the pool.
  void Pool(int items) {
    for (int i = 0; i < items; ++i) folder_.Write("pool/" + std::to_string(i) + ".bmp", Picture(++last_));
  }

  Result<FrozenVersion> Freeze(const std::vector<std::string>& projects = {}, uint64_t seed = 1) {
    const OtherClass other{*installation_.decoder, folder_.path() / "pool", projects, seed, 2};
    return dataset::Freeze(*installation_.catalog, installation_.blobs, installation_.project, &other);
  }

  static std::array<size_t, 4> Origins(const FrozenVersion& version) {
    std::array<size_t, 4> counts{};
    for (const FrozenItem& item : version.items) ++counts[static_cast<size_t>(item.origin)];
    return counts;
  }

  TemporaryFolder folder_;
  Installation installation_{folder_.path() / "home"};
  uint64_t last_ = 0;
};

TEST_F(Other, IsAClassOfPhotosAndMadeUpPictures) {
  Import({"apple", "pear"}, 30);
  Pool(100);
  const FrozenVersion version = Freeze().value();
  EXPECT_EQ(version.classes, (std::vector<std::string>{"apple", "other", "pear"}));
  EXPECT_EQ(Origins(version), (std::array<size_t, 4>{60, 0, 45, 15}));
  EXPECT_TRUE(std::ranges::is_sorted(version.items, {}, &FrozenItem::hash));
  std::array<int, 3> labels{};
  for (const FrozenItem& item : version.items) {
    ++labels[static_cast<size_t>(item.label)];
    EXPECT_EQ(item.label == 1, item.origin != Origin::kProject) << item.name;
    EXPECT_TRUE(installation_.blobs.Has(item.hash)) << item.name;
    EXPECT_GT(item.width * item.height, 0);
  }
  EXPECT_EQ(labels, (std::array<int, 3>{30, 60, 30}));
  EXPECT_TRUE(
      DescribeOther(version).en.ends_with(": 45 photos of all sorts of things, 15 made-up pictures."));
  EXPECT_NE(DescribeOther(version).zh.find("15 张合成图片"), std::string::npos);
}

TEST_F(Other, IsMadeUpWhereThereIsNothingElse) {
  Import({"apple", "pear"}, 5);
  EXPECT_EQ(Origins(Freeze().value()), (std::array<size_t, 4>{10, 0, 0, 60}));
}

TEST_F(Other, MakesOneClassEnough) {
  Import({"apple"}, 25);
  EXPECT_EQ(Freeze().value().classes, (std::vector<std::string>{"apple", "other"}));
}

TEST_F(Other, IsTheSameAgainAndAnotherWithAnotherSeed) {
  Import({"apple", "pear"}, 20);
  Pool(40);
  const FrozenVersion version = Freeze().value();
  EXPECT_EQ(Freeze().value().manifest, version.manifest);
  EXPECT_EQ(Freeze().value().number, version.number);
  EXPECT_NE(Freeze({}, 2).value().manifest, version.manifest);
}

TEST_F(Other, IsAddedToAClassOfThatName) {
  Import({"apple", "other"}, 30);
  const FrozenVersion version = Freeze().value();
  EXPECT_EQ(version.classes, (std::vector<std::string>{"apple", "other"}));
  EXPECT_EQ(std::ranges::count(version.items, 1, &FrozenItem::label), 90);
}

TEST_F(Other, TakesNoPictureThatLooksLikeOneOfTheUsers) {
  Import({"apple", "pear"}, 30);
  for (int i = 0; i < 20; ++i) {
    folder_.Write("pool/" + std::to_string(i) + ".bmp", Picture(static_cast<uint64_t>(i) + 1, 1));
  }
  EXPECT_EQ(Origins(Freeze().value()), (std::array<size_t, 4>{60, 0, 0, 60}));
}

TEST_F(Other, ComesFromProjectsThatAreNamed) {
  Import({"apple", "pear"}, 30);
  Pool(100);
  const store::ProjectId mine = installation_.project;
  installation_.project = installation_.catalog->projects().Create("cars", "image-classification").value().id;
  for (const char* name : {"bus", "pear"}) {
    for (int i = 0; i < 30; ++i) {
      folder_.Write(std::string("cars/") + name + "/" + name + "-" + std::to_string(i) + ".bmp",
                    Picture(++last_));
    }
  }
  ASSERT_TRUE(installation_.Import(folder_.path() / "cars"));
  installation_.project = mine;
  const FrozenVersion version = Freeze({"cars"}).value();
  EXPECT_EQ(Origins(version), (std::array<size_t, 4>{60, 22, 22, 16}));
  for (const FrozenItem& item : version.items) {
    if (item.origin == Origin::kOtherProject) {
      EXPECT_TRUE(item.name.starts_with("cars/bus-")) << item.name;
    }
  }
  EXPECT_EQ(Freeze({"p"}).error().code, "other-from-itself");
  EXPECT_EQ(Freeze({"boats"}).error().kind, ErrorKind::kNotFound);
}

TEST_F(Other, IsValidatedWhereTheUserMarkedPictures) {
  for (const char* split : {"train", "validation"}) {
    for (const char* name : {"apple", "pear"}) {
      for (int i = 0; i < (split[0] == 't' ? 30 : 10); ++i) {
        folder_.Write(std::string("photos/") + split + "/" + name + "/" + std::to_string(i) + ".bmp",
                      Picture(++last_));
      }
    }
  }
  for (const char* split : {"train", "validation"}) {
    ASSERT_TRUE(installation_.Import(folder_.path() / "photos" / split, {{"split", split}}));
  }
  const FrozenVersion version = Freeze().value();
  const auto marked = std::ranges::count_if(version.items, [](const FrozenItem& item) {
    return item.origin == Origin::kMadeUp && item.split == store::Split::kValidation;
  });
  EXPECT_EQ(Origins(version)[3], 80u);
  EXPECT_EQ(marked, 20);
}

}  // namespace
}  // namespace easel::dataset
